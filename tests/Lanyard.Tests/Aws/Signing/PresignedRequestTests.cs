using System.Globalization;
using Lanyard.Aws.Signing;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Signing;

public class PresignedRequestTests
{
    private static readonly DateTimeOffset Now = SigningCase.Time;

    [Fact]
    public void A_presigned_request_verifies() => Assert.Null(Check(Presigned(), Now));

    [Theory]
    [InlineData(0, true)]
    [InlineData(60, true)]
    [InlineData(61, false)]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    public void It_is_good_until_it_expires_and_not_before_its_time(int secondsLater, bool good) =>
        Assert.Equal(good, Check(Presigned(), Now.AddSeconds(secondsLater)) is null);

    [Fact]
    public void It_outlives_the_five_minutes_of_a_header_signature() =>
        Assert.Null(Check(Presigned(expires: "604800"), Now.AddDays(6)));

    [Theory]
    [InlineData("604801")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData(" 60")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    public void An_expiry_that_is_no_number_of_seconds_within_a_week_is_turned_down(string expires) =>
        Assert.Equal(SignatureFault.Incomplete, Check(Presigned(expires: expires), Now)?.Fault);

    [Theory]
    [InlineData("X-Amz-Credential")]
    [InlineData("X-Amz-Date")]
    [InlineData("X-Amz-Expires")]
    [InlineData("X-Amz-SignedHeaders")]
    [InlineData("X-Amz-Signature")]
    public void Without_one_of_its_parameters_it_is_incomplete(string name)
    {
        var request = Presigned();
        var pairs = QueryString.Parse(request.Query).Where(p => p.Key != name);
        var rejection = Check(new WireRequest("GET", "/?" + QueryString.Format(pairs), request.Headers, Stream.Null), Now);
        Assert.Equal(new SignatureRejection(SignatureFault.Incomplete, $"AWS query-string parameters must include '{name}'."), rejection);
    }

    [Fact]
    public void Any_other_algorithm_is_turned_down() =>
        Assert.Equal(SignatureFault.Incomplete, Check(Presigned(algorithm: "AWS4-HMAC-SHA512"), Now)?.Fault);

    [Fact]
    public void A_change_of_any_parameter_or_one_more_is_turned_down()
    {
        var request = Presigned();
        var pairs = QueryString.Parse(request.Query);
        for (int i = 0; i < pairs.Count; i++)
        {
            var changed = pairs.Select((p, at) => at == i ? new KeyValuePair<string, string>(p.Key, p.Value + "1") : p);
            Assert.True(
                Check(new WireRequest("GET", "/?" + QueryString.Format(changed), request.Headers, Stream.Null), Now) is not null, pairs[i].Key);
        }

        Assert.NotNull(Check(new WireRequest("GET", request.Target + "&Action=Other", request.Headers, Stream.Null), Now));
    }

    [Fact]
    public void The_order_of_the_parameters_is_free()
    {
        var request = Presigned();
        var reversed = QueryString.Format(QueryString.Parse(request.Query).Reverse());
        Assert.Null(Check(new WireRequest("GET", "/?" + reversed, request.Headers, Stream.Null), Now));
    }

    [Fact]
    public void A_header_that_it_names_is_covered()
    {
        // What `aws eks get-token` makes: the cluster's name in a signed header of a presigned GetCallerIdentity.
        var request = Presigned(headers: new WireHeaders(("Host", "sts.us-east-1.amazonaws.com"), ("x-k8s-aws-id", "my-cluster")));
        Assert.Null(Check(request, Now));
        Assert.NotNull(Check(new WireRequest("GET", request.Target, request.Headers.Replace("x-k8s-aws-id", "your-cluster"), Stream.Null), Now));
        Assert.NotNull(Check(new WireRequest("GET", request.Target, new WireHeaders(("Host", "sts.us-east-1.amazonaws.com")), Stream.Null), Now));
    }

    [Fact]
    public void Its_session_token_is_read_from_the_query()
    {
        var request = Presigned(token: "abc/+=");
        Assert.Null(Check(request, Now));
        Assert.Equal("abc/+=", SigV4Authorization.Read(request).Claim?.SessionToken?.Reveal());
    }

    private static WireRequest Presigned(string expires = "60", string algorithm = "AWS4-HMAC-SHA256", string? token = null, WireHeaders? headers = null)
    {
        headers ??= new WireHeaders(("Host", "sts.us-east-1.amazonaws.com"));
        var scope = new CredentialScope("20150830", SigningCase.Region, SigningCase.Service);
        string timestamp = SigV4.FormatTime(Now);
        string[] names = [.. headers.Select(h => h.Name.ToLowerInvariant()).Order(StringComparer.Ordinal)];
        string query = QueryString.Format(
        [
            new("Action", "GetCallerIdentity"), new("Version", "2011-06-15"), new("X-Amz-Algorithm", algorithm),
            new("X-Amz-Credential", string.Create(CultureInfo.InvariantCulture, $"AKIDEXAMPLE/{scope}")), new("X-Amz-Date", timestamp),
            new("X-Amz-Expires", expires), .. token is null ? Array.Empty<KeyValuePair<string, string>>() : [new("X-Amz-Security-Token", token)],
            new("X-Amz-SignedHeaders", string.Join(';', names)),
        ]);
        string canonical = CanonicalRequest.Build(
            new WireRequest("GET", "/?" + query, headers, Stream.Null), names, CanonicalRequest.HashHex([]), SigningCase.Service);
        string signature = SigV4.Signature(SigningCase.Credentials().SecretAccessKey, scope, SigV4.StringToSign(timestamp, scope, canonical));
        return new WireRequest("GET", $"/?{query}&X-Amz-Signature={signature}", headers, Stream.Null);
    }

    private static SignatureRejection? Check(WireRequest request, DateTimeOffset now)
    {
        var (claim, rejection) = SigV4Authorization.Read(request);
        return rejection ?? SigV4Verifier.Check(
            claim!, request, default, SigningCase.Credentials().SecretAccessKey, SigningCase.Service, r => r == SigningCase.Region, now);
    }
}
