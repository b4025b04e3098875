using Lanyard.Aws.Secrets;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Signing;

/// <summary>One case of AWS's published suite, with the checks that every case goes through.</summary>
/// <param name="Name">The name in the suite.</param>
/// <param name="Request">The request to sign.</param>
/// <param name="Token">The session token of the credentials, where the case has one that is signed.</param>
/// <param name="Canonical">The canonical request that must come out.</param>
/// <param name="StringToSign">The string to sign that must come out.</param>
/// <param name="Authorization">The header that must come out.</param>
internal sealed record SigningCase(string Name, RawRequest Request, string? Token, string Canonical, string StringToSign, string Authorization)
{
    public const string Region = "us-east-1";
    public const string Service = "service";

    public static DateTimeOffset Time { get; } = new(2015, 8, 30, 12, 36, 0, TimeSpan.Zero);

    public static AwsCredentials Credentials(string? token = null) =>
        new("AKIDEXAMPLE", new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"), Secret.FromOptional(token));

    public void Signs()
    {
        var signed = Sign();
        Assert.Equal(Authorization, signed.Headers.Get("Authorization"));
        var (claim, rejection) = SigV4Authorization.Read(signed);
        Assert.Null(rejection);
        string canonical = CanonicalRequest.Build(signed, claim!.SignedHeaders, CanonicalRequest.HashHex(Request.Body), Service);
        Assert.Equal(Canonical, canonical);
        Assert.Equal(StringToSign, SigV4.StringToSign(claim.Timestamp, claim.Scope, canonical));
    }

    public void Verifies()
    {
        var sent = AsSent();
        Assert.Null(Check(sent, Request.Body));
    }

    public void EveryChangeIsRejected()
    {
        var sent = AsSent();
        byte[] body = Request.Body.Length == 0 ? [0x78] : [.. Request.Body[..^1], (byte)(Request.Body[^1] ^ 1)];
        Rejected("body", sent, body);
        Rejected("method", new WireRequest(sent.Method + "X", sent.Target, sent.Headers, Request.Body), Request.Body);
        string path = sent.Path;
        string query = sent.Query.Length == 0 ? "" : "?" + sent.Query;
        Rejected("path", new WireRequest(sent.Method, path + "x" + query, sent.Headers, Request.Body), Request.Body);
        Rejected("query", new WireRequest(sent.Method, path + (query.Length == 0 ? "?x" : query + "x"), sent.Headers, Request.Body), Request.Body);
        for (int i = 0; i < sent.Headers.Count; i++)
        {
            var line = sent.Headers[i];
            char last = line.Value[^1];
            var changed = new WireHeader(line.Name, line.Value[..^1] + (last == '0' ? '1' : '0'));
            var headers = new WireHeaders(sent.Headers.Select((h, at) => at == i ? changed : h));
            Rejected(line.Name, new WireRequest(sent.Method, sent.Target, headers, Request.Body), Request.Body);
        }

        void Rejected(string what, WireRequest request, byte[] payload) =>
            Assert.True(Check(request, payload) is not null, $"{Name}: a change of the {what} went through");
    }

    public static SignatureRejection? Check(WireRequest request, ReadOnlyMemory<byte> body)
    {
        var (claim, rejection) = SigV4Authorization.Read(request);
        return rejection ?? SigV4Verifier.Check(claim!, request, body, Credentials().SecretAccessKey, Service, r => r == Region, Time);
    }

    private WireRequest Sign() => SigV4Signer.Sign(Request.ToWire(), Request.Body, Credentials(Token), Region, Service, Time);

    // The header is the suite's and not our signer's.
    private WireRequest AsSent()
    {
        var headers = new WireHeaders(Request.Headers);
        if (Token is not null)
        {
            headers = headers.Replace("X-Amz-Security-Token", Token);
        }

        return new WireRequest(Request.Method, Request.Target, headers.With("Authorization", Authorization), Request.Body);
    }
}
