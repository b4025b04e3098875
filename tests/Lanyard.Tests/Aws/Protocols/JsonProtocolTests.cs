using System.Text;
using System.Text.Json;
using Lanyard.Aws.Protocols;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Aws.Protocols;

public class JsonProtocolTests
{
    /// <summary>Smithy, "AWS restJson1 protocol", operation error serialization: header, code, __type; what stands before `#` and after `:` goes.</summary>
    [Theory]
    [InlineData("ForbiddenException", "{}", "ForbiddenException")]
    [InlineData("ForbiddenException:http://internal.amazon.com/coral/com.amazon.coral.validate/", "{}", "ForbiddenException")]
    [InlineData("aws.protocoltests.restjson#FooError:http://internal.amazon.com/coral/", "{}", "FooError")]
    [InlineData("FromHeader", "{\"__type\":\"FromBody\"}", "FromHeader")]
    [InlineData("", "{\"__type\":\"FromBody\"}", "FromBody")]
    [InlineData(null, "{\"__type\":\"AccessDeniedException\"}", "AccessDeniedException")]
    [InlineData(null, "{\"__type\":\"com.amazon.coral.service#UnrecognizedClientException\",\"message\":\"m\"}", "UnrecognizedClientException")]
    [InlineData(null, "{\"__type\":\"com.amazon#FooError:http://internal.amazon.com/a#b\"}", "FooError")]
    [InlineData(null, "{\"code\":\"FooError\"}", "FooError")]
    [InlineData(null, "{\"code\":404}", null)]
    [InlineData(null, "{\"__type\":\"\"}", null)]
    [InlineData(null, "[\"__type\"]", null)]
    [InlineData(null, "\"__type\"", null)]
    [InlineData(null, "<html/>", null)]
    [InlineData(null, "", null)]
    public void The_error_code_is_read_from_header_and_body(string? header, string body, string? code)
    {
        var response = WireResponse.OfText(400, "application/json", body);
        Assert.Equal(code, JsonProtocol.ErrorCode(header is null ? response : response.With("x-amzn-ErrorType", header)));
    }

    [Theory]
    [InlineData("{\"message\":\"a\"}", "a")]
    [InlineData("{\"Message\":\"b\"}", "b")]
    [InlineData("{\"error\":\"invalid_grant\",\"error_description\":\"c\"}", "c")]
    [InlineData("{\"message\":null}", "the answer has no error message in AWS's form")]
    [InlineData("gateway", "the answer has no error message in AWS's form")]
    public void The_message_is_read_under_each_of_its_names(string body, string message)
    {
        var error = Failure(WireResponse.OfText(503, "application/json", body));
        Assert.Equal(new AwsServiceError("SSO", "GetRoleCredentials", "Http503", message, 503, null), error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("<html/>")]
    public void A_good_status_without_an_object_is_unreadable(string body) =>
        Assert.Equal("UnreadableAnswer", Failure(WireResponse.OfText(200, "application/json", body)).Code);

    [Fact]
    public void A_document_that_is_too_deep_is_unreadable() =>
        Assert.Equal("UnreadableAnswer", Failure(WireResponse.OfText(200, "application/json", "{\"a\":" + new string('[', 100_000) + "}")).Code);

    [Theory]
    [InlineData("{\"message\":\"\\ud800\"}")]
    [InlineData("{\"__type\":\"\\udc00x\"}")]
    [InlineData("{\"\\ud800essage\":\"x\"}")]
    [InlineData("{\"me\\u0073sag\\ud800\":\"x\",\"message\":\"\\ud83d\"}")]
    public void Half_a_surrogate_pair_is_no_text(string body) =>
        Assert.Equal("Http400", Failure(WireResponse.OfText(400, "application/json", body)).Code);

    [Fact]
    public void Bytes_that_are_not_utf8_are_no_text()
    {
        byte[] body = [.. "{\"message\":\""u8, 0xff, 0xfe, .. "\"}"u8];
        Assert.Equal("Http400", Failure(new WireResponse(400, WireHeaders.Empty, body)).Code);
    }

    [Fact]
    public void No_damage_to_an_answer_yields_anything_but_a_service_error()
    {
        const string Good = "{\"__type\":\"com.amazon#Fo\\u006fError\",\"message\":\"m \\ud83d\\ude00 é\",\"roleCredentials\":{\"expiration\":1}}";
        var random = new Random(4);
        for (int i = 0; i < 5000; i++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Good);
            for (int changes = random.Next(1, 4); changes > 0; changes--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var response = new WireResponse(random.Next(2) == 0 ? 200 : 400, WireHeaders.Empty, bytes);
            Assert.True(Record.Exception(() => JsonProtocol.ErrorCode(response)) is null);
            Assert.True(Record.Exception(() => JsonProtocol.Result(response, "SSO", "GetRoleCredentials")) is null or AwsServiceException);
        }
    }

    [Theory]
    [InlineData("{\"n\":1}", 1L)]
    [InlineData("{\"n\":1.5}", null)]
    [InlineData("{\"n\":1e99}", null)]
    [InlineData("{\"n\":\"1\"}", null)]
    [InlineData("{}", null)]
    [InlineData("[1]", null)]
    public void A_number_is_a_whole_one(string json, long? number)
    {
        using var document = JsonDocument.Parse(json);
        Assert.Equal(number, JsonProtocol.Number(document.RootElement, "n"));
    }

    [Fact]
    public void A_rest_request_has_a_body_only_if_there_is_one()
    {
        var target = new WireTarget(new Uri("https://oidc.eu-west-1.amazonaws.com"), DateTimeOffset.UnixEpoch);
        var get = JsonProtocol.Rest(target, "GET", "/a?b=c");
        Assert.Equal(("GET", "/a?b=c", ""), (get.Method, get.Target, get.MediaType));
        Assert.Same(Stream.Null, get.Body);
        var post = JsonProtocol.Rest(target, "POST", "/token", json => json.WriteString("clientSecret", "a+/\"é"));
        Assert.Equal("application/json", post.MediaType);
        Assert.Equal("{\"clientSecret\":\"a+/\\\"é\"}", new StreamReader(post.Body).ReadToEnd());
    }

    [Fact]
    public void An_rpc_request_names_its_operation()
    {
        var (request, body) = JsonProtocol.Rpc(
            new WireTarget(new Uri("http://localhost:1/x"), DateTimeOffset.UnixEpoch), "AWSOrganizationsV20161128.ListAccounts", _ => { });
        Assert.Equal("AWSOrganizationsV20161128.ListAccounts", request.Headers.Get("X-Amz-Target"));
        Assert.Equal("application/x-amz-json-1.1", request.MediaType);
        Assert.Equal("/x/", request.Target);
        Assert.Equal("{}", Encoding.UTF8.GetString(body));
    }

    private static AwsServiceError Failure(WireResponse response) =>
        Assert.Throws<AwsServiceException>(() => JsonProtocol.Result(response, "SSO", "GetRoleCredentials")).Error;
}
