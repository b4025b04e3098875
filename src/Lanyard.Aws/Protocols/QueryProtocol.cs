using System.Text;
using System.Xml;
using System.Xml.Linq;
using Lanyard.Aws.Wire;

namespace Lanyard.Aws.Protocols;

/// <summary>The AWS Query protocol: a form goes out, XML comes back. STS and IAM speak it.</summary>
public static class QueryProtocol
{
    private const int MaxDepth = 64;

    /// <summary>Writes a request.</summary>
    /// <param name="target">Where it goes.</param>
    /// <param name="action">The operation.</param>
    /// <param name="version">The API version, such as <c>2011-06-15</c>.</param>
    /// <param name="parameters">The parameters; those without a value are left out.</param>
    public static (WireRequest Request, byte[] Body) Request(
        WireTarget target, string action, string version, IEnumerable<KeyValuePair<string, string?>> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var pairs = parameters.Where(p => p.Value is not null).Select(p => new KeyValuePair<string, string>(p.Key, p.Value!));
        var body = Encoding.UTF8.GetBytes(QueryString.Format([new("Action", action), new("Version", version), .. pairs]));
        var headers = new WireHeaders(
            ("Host", target.Host),
            ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"));
        return (new WireRequest("POST", target.Path("/"), headers, body), body);
    }

    /// <summary>Reads the <c>…Result</c> element of a good answer.</summary>
    /// <exception cref="AwsServiceException">The answer is an error, or isn't the XML it should be.</exception>
    public static XElement Result(WireResponse response, string service, string operation)
    {
        ArgumentNullException.ThrowIfNull(response);
        var root = Parse(response);
        if (!response.IsSuccess)
        {
            throw new AwsServiceException(Error(response, root, service, operation));
        }

        return root?.Elements().FirstOrDefault(e => e.Name.LocalName == operation + "Result")
            ?? throw Unreadable(response, service, operation);
    }

    /// <summary>Makes sure that a call without a result was answered well.</summary>
    /// <exception cref="AwsServiceException">The answer is an error, or isn't the XML it should be.</exception>
    public static void Done(WireResponse response, string service, string operation)
    {
        ArgumentNullException.ThrowIfNull(response);
        var root = Parse(response);
        if (!response.IsSuccess)
        {
            throw new AwsServiceException(Error(response, root, service, operation));
        }

        if (root?.Name.LocalName != operation + "Response")
        {
            throw Unreadable(response, service, operation);
        }
    }

    /// <summary>Reads the error code of an answer that isn't 2xx; <see langword="null"/> when it has none.</summary>
    public static string? ErrorCode(WireResponse response) => Descendant(Parse(response), "Code");

    /// <summary>Gets the text of an element anywhere below another, namespaces aside.</summary>
    public static string? Descendant(XElement? element, string name) =>
        element?.Descendants().FirstOrDefault(e => e.Name.LocalName == name)?.Value;

    private static AwsServiceException Unreadable(WireResponse response, string service, string operation) => new(new AwsServiceError(
        service, operation, "UnreadableAnswer", "the answer isn't the XML that AWS sends; is the endpoint an AWS service?",
        response.Status, WireClient.ServerTime(response)));

    private static AwsServiceError Error(WireResponse response, XElement? root, string service, string operation) => new(
        service, operation, Descendant(root, "Code") ?? $"Http{response.Status}",
        Descendant(root, "Message") ?? "the answer has no error message in AWS's form",
        response.Status, WireClient.ServerTime(response));

    private static XElement? Parse(WireResponse response)
    {
        var body = response.Body.ToArray();
        try
        {
            using (var levels = Reader(body))
            {
                while (levels.Read())
                {
                    // A tree is walked by recursion, which has an end.
                    if (levels.Depth > MaxDepth)
                    {
                        return null;
                    }
                }
            }

            using var reader = Reader(body);
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static XmlReader Reader(byte[] body) =>
        XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
}
