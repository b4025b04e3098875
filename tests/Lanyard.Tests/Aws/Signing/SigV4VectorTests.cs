using System.Text;
using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Signing;

/// <summary>Five cases out of AWS's published suite (see NOTICE), and the worked examples of AWS's documentation.</summary>
public class SigV4VectorTests
{
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private const string Scope = "20150830/us-east-1/service/aws4_request";

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Name)];

    private static SigningCase[] Cases { get; } =
    [
        Case(
            "get-utf8", "GET /ሴ HTTP/1.1\nHost:example.amazonaws.com\nX-Amz-Date:20150830T123600Z", null,
            $"GET\n/%E1%88%B4\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\nhost;x-amz-date\n{EmptyHash}",
            "2a0a97d02205e45ce2e994789806b19270cfbbb0921b278ccf58f5249ac42102",
            "host;x-amz-date", "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
        Case(
            "get-header-value-multiline",
            "GET / HTTP/1.1\nHost:example.amazonaws.com\nMy-Header1:value1\n  value2\n     value3\nX-Amz-Date:20150830T123600Z", null,
            $"GET\n/\n\nhost:example.amazonaws.com\nmy-header1:value1 value2 value3\nx-amz-date:20150830T123600Z\n\nhost;my-header1;x-amz-date\n{EmptyHash}",
            "e99419459a677bc11de234014be3c4e72c1ea5b454ceb58b613061f5d7a162e8",
            "host;my-header1;x-amz-date", "cfd34249e4b1c8d6b91ef74165d41a32e5fab3306300901bb65a51a73575eefd"),
        Case(
            "get-header-key-duplicate",
            "GET / HTTP/1.1\nHost:example.amazonaws.com\nMy-Header1:value2\nMy-Header1:value2\nMy-Header1:value1\nX-Amz-Date:20150830T123600Z", null,
            $"GET\n/\n\nhost:example.amazonaws.com\nmy-header1:value2,value2,value1\nx-amz-date:20150830T123600Z\n\nhost;my-header1;x-amz-date\n{EmptyHash}",
            "dc7f04a3abfde8d472b0ab1a418b741b7c67174dad1551b4117b15527fbe966c",
            "host;my-header1;x-amz-date", "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"),
        Case(
            "post-x-www-form-urlencoded-parameters",
            "POST / HTTP/1.1\nContent-Type:application/x-www-form-urlencoded; charset=utf8\nHost:example.amazonaws.com\nX-Amz-Date:20150830T123600Z\n\nParam1=value1", null,
            "POST\n/\n\ncontent-type:application/x-www-form-urlencoded; charset=utf8\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\n\ncontent-type;host;x-amz-date\n9095672bbd1f56dfc5b65f3e153adc8731a4a654192329106275f4c7b24d0b6e",
            "2e1cf7ed91881a30569e46552437e4156c823447bf1781b921b5d486c568dd1c",
            "content-type;host;x-amz-date", "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe"),
        Case(
            "get-vanilla-with-session-token", "GET / HTTP/1.1\nHost:example.amazonaws.com\nX-Amz-Date:20150830T123600Z",
            "6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267",
            $"GET\n/\n\nhost:example.amazonaws.com\nx-amz-date:20150830T123600Z\nx-amz-security-token:6e86291e8372ff2a2260956d9b8aae1d763fbf315fa00fa31553b73ebf194267\n\nhost;x-amz-date;x-amz-security-token\n{EmptyHash}",
            "067b36aa60031588cea4a4cde1f21215227a047690c72247f1d70b32fbbfad2b",
            "host;x-amz-date;x-amz-security-token", "07ec1639c89043aa0e3e2de82b96708f198cceab042d4a97044c66dd9f74e7f8"),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_published_case_is_signed_as_published(string name) => Named(name).Signs();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_published_case_verifies(string name) => Named(name).Verifies();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_published_case_is_rejected_after_any_change(string name) => Named(name).EveryChangeIsRejected();

    /// <summary>IAM User Guide, "Create a signed AWS API request" (earlier: AWS General Reference, "Signature Version 4 signing process").</summary>
    [Fact]
    public void The_documented_list_users_request_has_the_documented_signature()
    {
        var request = new WireRequest(
            "GET", "/?Action=ListUsers&Version=2010-05-08",
            new WireHeaders(("Host", "iam.amazonaws.com"), ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")), Stream.Null);
        var signed = SigV4Signer.Sign(request, default, SigningCase.Credentials(), "us-east-1", "iam", SigningCase.Time);
        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, "
            + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            signed.Headers.Get("Authorization"));
    }

    /// <summary>Amazon S3 API Reference, "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk".</summary>
    [Theory]
    [InlineData("GET", "/test.txt", "Range: bytes=0-9", "", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")]
    [InlineData(
        "PUT", "/test%24file.text", "Date: Fri, 24 May 2013 00:00:00 GMT|x-amz-storage-class: REDUCED_REDUNDANCY", "Welcome to Amazon S3.",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")]
    [InlineData("GET", "/?lifecycle", "", "", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("GET", "/?max-keys=2&prefix=J", "", "", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void The_documented_s3_requests_have_the_documented_signatures(string method, string target, string headers, string body, string signature)
    {
        byte[] payload = Encoding.UTF8.GetBytes(body);
        var lines = new WireHeaders(("Host", "examplebucket.s3.amazonaws.com"), ("x-amz-content-sha256", CanonicalRequest.HashHex(payload)));
        foreach (string header in headers.Split('|', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = header.IndexOf(':', StringComparison.Ordinal);
            lines = lines.With(header[..colon], header[(colon + 1)..].Trim());
        }

        var credentials = new AwsCredentials("AKIAIOSFODNN7EXAMPLE", new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
        var signed = SigV4Signer.Sign(
            new WireRequest(method, target, lines, payload), payload, credentials, "us-east-1", "s3", new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero));
        Assert.EndsWith("Signature=" + signature, signed.Headers.Get("Authorization"), StringComparison.Ordinal);
    }

    private static SigningCase Named(string name) => Cases.Single(c => c.Name == name);

    private static SigningCase Case(string name, string request, string? token, string canonical, string canonicalHash, string signedHeaders, string signature) => new(
        name, RawRequest.Parse(request), token, canonical, $"AWS4-HMAC-SHA256\n20150830T123600Z\n{Scope}\n{canonicalHash}",
        $"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/{Scope}, SignedHeaders={signedHeaders}, Signature={signature}");
}
