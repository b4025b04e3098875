using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Wire;
using Lanyard.Policy.Engine;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.S3;

/// <summary>A call of Amazon S3 on its way.</summary>
/// <param name="state">What the sandbox knows.</param>
/// <param name="call">The call as it came.</param>
/// <param name="caller">Who calls.</param>
/// <param name="address">What it is about.</param>
/// <param name="secret">The secret of the key that signed.</param>
internal sealed class S3Call(SandboxState state, CallContext call, Caller caller, S3Address address, Secret secret)
{
    public const string Xmlns = "http://s3.amazonaws.com/doc/2006-03-01/";

    public SandboxState State { get; } = state;

    public Caller Caller { get; } = caller;

    public S3Address Address { get; } = address;

    public DateTimeOffset Now => call.Now;

    public string Region => call.Region ?? "us-east-1";

    public ReadOnlyMemory<byte> Body => call.Body;

    /// <summary>Gets the bytes of the body, taken out of their chunks, with the headers behind them.</summary>
    public (ReadOnlyMemory<byte> Data, IReadOnlyList<KeyValuePair<string, string>> Trailers) Content => ChunkedBody.Read(call, secret);

    public string? Header(string name) => call.Request.Headers.Get(name);

    public IEnumerable<WireHeader> Headers => call.Request.Headers;

    public string? Query(string name) => QueryString.Get(call.Query, name);

    /// <summary>Gives the ARN of the bucket.</summary>
    public string BucketArn => $"arn:{State.Seed.Partition}:s3:::{Address.Bucket}";

    /// <summary>Gives the ARN of an object.</summary>
    public string ObjectArn(string? key = null) => $"{BucketArn}/{key ?? Address.Key}";

    /// <summary>Asks the caller's policies and the bucket's.</summary>
    /// <param name="action">The action without its prefix, such as <c>GetObject</c>.</param>
    /// <param name="arn">The resource.</param>
    /// <param name="keys">The condition keys of the request.</param>
    /// <exception cref="ServiceFault">It isn't allowed.</exception>
    public void Authorize(string action, string arn, Keys? keys = null)
    {
        var bucket = State.Buckets.OfArn($"s3:{action}", arn);
        call.Authorize(State, Caller, new CallRequest($"s3:{action}", arn)
        {
            Keys = keys,
            Region = Region,
            Shown = $"\"{arn}\"",
            Owner = bucket?.AccountId ?? Caller.AccountId,
            Policy = bucket?.Policy is { } policy ? PolicySet.Of(policy.Attached) : null,
        });
    }

    /// <summary>Tells whether an action is allowed, without an error.</summary>
    public bool IsAllowed(string action, string arn)
    {
        try
        {
            Authorize(action, arn);
            return true;
        }
        catch (ServiceFault)
        {
            return false;
        }
    }

    /// <summary>Gives the error for an object that isn't there, which is told to those alone who may list its bucket: "GetObject", Amazon S3 API Reference.</summary>
    /// <param name="bucket">The name of its bucket.</param>
    public ServiceFault NoSuchKey(string bucket)
    {
        var arn = $"arn:{State.Seed.Partition}:s3:::{bucket}";
        return IsAllowed("ListBucket", arn)
            ? S3Faults.NoSuchKey()
            : new ServiceFault("AccessDenied", 403, $"User: {Caller.Arn} is not authorized to perform: s3:ListBucket on resource: \"{arn}\" because no identity-based policy allows the s3:ListBucket action");
    }

    /// <summary>Finds the bucket that the call is about.</summary>
    /// <exception cref="ServiceFault">It isn't there, or isn't the account's that the caller expects.</exception>
    public Bucket Bucket()
    {
        var bucket = State.Buckets.Find(Address.Bucket) ?? throw S3Faults.NoSuchBucket();
        return Header("x-amz-expected-bucket-owner") is { } expected && expected != bucket.AccountId
            ? throw new ServiceFault("AccessDenied", 403, "Access Denied")
            : bucket;
    }

    /// <summary>Reads the body's XML.</summary>
    /// <exception cref="ServiceFault">It is none.</exception>
    public XElement Xml()
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(Content.Data.ToArray()), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 4_000_000 });
            return XElement.Load(reader);
        }
        catch (XmlException)
        {
            throw S3Faults.MalformedXml();
        }
    }

    /// <summary>An answer of XML.</summary>
    /// <param name="root">The name of its root.</param>
    /// <param name="inner">What is in it.</param>
    public static WireResponse Xml(string root, string inner) =>
        WireResponse.OfText(200, "application/xml", $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root} xmlns=\"{Xmlns}\">{inner}</{root}>");

    /// <summary>An answer without a body.</summary>
    public static WireResponse Empty(int status) => new(status, WireHeaders.Empty, ReadOnlyMemory<byte>.Empty);

    /// <summary>Writes an element.</summary>
    public static string Element(string name, string? text) => text is null ? "" : $"<{name}>{Answers.Escape(text)}</{name}>";

    /// <summary>Writes a time as lists have it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads a number of the query.</summary>
    public int Number(string name, int usual, int most) => Query(name) is not { } text ? usual
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? Math.Min(number, most)
        : throw S3Faults.InvalidArgument($"Provided {name} not an integer or within integer range");

    /// <summary>Writes a key as the caller wants it: plain, or percent-encoded.</summary>
    public string Shown(string key) => Query("encoding-type") == "url" ? Uri.EscapeDataString(key).Replace("%2F", "/", StringComparison.Ordinal) : key;

    /// <summary>Makes an id of a version or an upload.</summary>
    public string NewId() => State.Ids.Token("", 24);

    /// <summary>Gives a text's bytes.</summary>
    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
