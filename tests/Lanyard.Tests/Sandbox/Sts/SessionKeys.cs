using System.Xml.Linq;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Sandbox.Sts;

/// <summary>Reads the credentials of an answer.</summary>
internal static class SessionKeys
{
    public static AwsCredentials Of(WireResponse answer)
    {
        Assert.True(answer.Status == 200, answer.Text);
        var xml = XElement.Parse(answer.Text);
        return new AwsCredentials(
            QueryProtocol.Descendant(xml, "AccessKeyId")!, new(QueryProtocol.Descendant(xml, "SecretAccessKey")!), new(QueryProtocol.Descendant(xml, "SessionToken")!));
    }
}
