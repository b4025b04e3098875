using System.Diagnostics;
using System.Text;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Protocols;

public class QueryProtocolTests
{
    private const string StsError =
        """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <Error>
            <Type>Sender</Type>
            <Code>AccessDenied</Code>
            <Message>User: arn:aws:iam::123456789012:user/a is not authorized to perform: sts:AssumeRole &amp; more</Message>
          </Error>
          <RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId>
        </ErrorResponse>
        """;

    private const string Identity =
        """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/a</Arn><UserId>AIDA</UserId><Account>123456789012</Account></GetCallerIdentityResult>
          <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>
        </GetCallerIdentityResponse>
        """;

    [Fact]
    public async Task A_request_is_a_form_in_the_order_of_its_parameters()
    {
        var (request, body) = QueryProtocol.Request(
            new WireTarget(new Uri("http://localhost:4566/sts/"), DateTimeOffset.UnixEpoch), "AssumeRole", "2011-06-15",
            [new("RoleArn", "arn:aws:iam::123456789012:role/a b"), new("ExternalId", null), new("TokenCode", "")]);
        Assert.Equal("Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fa%20b&TokenCode=", Encoding.UTF8.GetString(body));
        Assert.Equal(body, (await request.ReadBodyAsync(1000, TestContext.Current.CancellationToken)).ToArray());
        Assert.Equal("POST", request.Method);
        Assert.Equal("/sts/", request.Target);
        Assert.Equal("localhost:4566", request.Host);
        Assert.Equal("application/x-www-form-urlencoded", request.MediaType);
    }

    [Fact]
    public void A_good_answer_gives_its_result() =>
        Assert.Equal("123456789012", QueryProtocol.Descendant(QueryProtocol.Result(Xml(200, Identity), "STS", "GetCallerIdentity"), "Account"));

    [Theory]
    [InlineData(StsError)]
    [InlineData("<ErrorResponse><Error><Code>AccessDenied</Code><Message>User: arn:aws:iam::123456789012:user/a is not authorized to perform: sts:AssumeRole &amp; more</Message></Error></ErrorResponse>")]
    [InlineData("<Response><Errors><Error><Code>AccessDenied</Code><Message>User: arn:aws:iam::123456789012:user/a is not authorized to perform: sts:AssumeRole &amp; more</Message></Error></Errors></Response>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>AccessDenied</Code><Message>User: arn:aws:iam::123456789012:user/a is not authorized to perform: sts:AssumeRole &amp; more</Message></Error>")]
    public void An_error_is_read_in_any_of_its_shapes(string xml)
    {
        var response = Xml(403, xml).With("Date", "Wed, 01 Jul 2026 12:00:00 GMT");
        Assert.Equal("AccessDenied", QueryProtocol.ErrorCode(response));
        var error = Failure(response);
        Assert.Equal(
            new AwsServiceError(
                "STS", "AssumeRole", "AccessDenied", "User: arn:aws:iam::123456789012:user/a is not authorized to perform: sts:AssumeRole & more", 403,
                new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero)),
            error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("garbage")]
    [InlineData("{\"message\":\"no\"}")]
    [InlineData("<!DOCTYPE html>\n<html><head><title>502</title></head><body><center>nginx</center></body></html>")]
    [InlineData("<html><body><p>Bad gateway<br></body></html>")]
    [InlineData("<Error><Code>AccessDenied</Code>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"no-such-encoding\"?><Error/>")]
    [InlineData("<?xml version=\"9.0\"?><Error/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Error><Code>&e;</Code></Error>")]
    [InlineData("<a:Error><Code>x</Code></a:Error>")]
    [InlineData("<Error/><Error/>")]
    [InlineData("<Error>\u0001</Error>")]
    public void What_is_not_from_aws_is_told_by_its_status(string body)
    {
        Assert.Null(QueryProtocol.ErrorCode(Xml(502, body)));
        var error = Failure(Xml(502, body));
        Assert.Equal("Http502", error.Code);
        Assert.Equal("the answer has no error message in AWS's form", error.Message);
        Assert.Equal("UnreadableAnswer", Failure(Xml(200, body)).Code);
    }

    [Fact]
    public void A_good_answer_to_something_else_is_unreadable() => Assert.Equal("UnreadableAnswer", Failure(Xml(200, Identity)).Code);

    [Fact]
    public void Bombs_are_refused_quickly()
    {
        string entities = "<!DOCTYPE a [<!ENTITY a0 \"ha\">" + string.Concat(Enumerable.Range(1, 40).Select(i => $"<!ENTITY a{i} \"&a{i - 1};&a{i - 1};\">"))
            + "]><Error><Code>&a40;</Code></Error>";
        const int Depth = 1_000_000;
        string deep = "<Error><Code>" + new StringBuilder().Insert(0, "<a>", Depth) + "x" + new StringBuilder().Insert(0, "</a>", Depth) + "</Code></Error>";
        var clock = Stopwatch.StartNew();
        Assert.Equal("Http400", Failure(Xml(400, entities)).Code);
        Assert.Equal("Http400", Failure(Xml(400, deep)).Code);
        Assert.Equal("UnreadableAnswer", Failure(Xml(200, deep)).Code);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
    }

    [Fact]
    public void No_damage_to_an_answer_yields_anything_but_a_service_error()
    {
        var random = new Random(3);
        foreach (string text in new[] { StsError, Identity })
        {
            for (int i = 0; i < 3000; i++)
            {
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                for (int changes = random.Next(1, 4); changes > 0; changes--)
                {
                    bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                }

                var response = new WireResponse(random.Next(2) == 0 ? 200 : 400, WireHeaders.Empty, bytes.AsMemory(0, random.Next(bytes.Length + 1)));
                Assert.Null(Record.Exception(() => QueryProtocol.ErrorCode(response)));
                Assert.True(Record.Exception(() => QueryProtocol.Result(response, "STS", "GetCallerIdentity")) is null or AwsServiceException);
            }
        }
    }

    private static AwsServiceError Failure(WireResponse response) =>
        Assert.Throws<AwsServiceException>(() => QueryProtocol.Result(response, "STS", "AssumeRole")).Error;

    private static WireResponse Xml(int status, string body) => WireResponse.OfText(status, "text/xml", body);
}
