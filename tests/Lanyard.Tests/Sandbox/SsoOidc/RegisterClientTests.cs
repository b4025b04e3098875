using System.Text.Json;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;

namespace Lanyard.Tests.Sandbox.SsoOidc;

/// <summary>"RegisterClient" and the error statuses of the IAM Identity Center OIDC API Reference (service model 2019-06-10).</summary>
public sealed class RegisterClientTests : IDisposable
{
    private readonly TestSandbox _sandbox = new();

    [Fact]
    public async Task A_registration_lasts_ninety_days()
    {
        var client = await _sandbox.RegisterForDeviceAsync();
        Assert.Equal(_sandbox.Clock.Now + TimeSpan.FromDays(90), client.ExpiresAt);
        _sandbox.Clock.Advance(TimeSpan.FromDays(90));
        var error = await TestSandbox.RefusalAsync(() => _sandbox.Oidc.StartDeviceAuthorizationAsync(client, TestSandbox.StartUrl, TestSandbox.Ct));

        // "…when a client sends an incorrect clientId or an expired clientSecret": InvalidClientException, 401.
        Assert.Equal(("InvalidClientException", 401), (error.Code, error.Status));
    }

    // "The service supports only public as a client type."
    [Theory]
    [InlineData("""{"clientType":"public"}""", "InvalidRequestException")]
    [InlineData("""{"clientName":"c"}""", "InvalidRequestException")]
    [InlineData("""{"clientName":7,"clientType":"public"}""", "InvalidRequestException")]
    [InlineData("""{"clientName":"c","clientType":"confidential"}""", "InvalidClientMetadataException")]
    [InlineData("""{"clientName":"c","clientType":"public","scopes":["made:up"]}""", "InvalidScopeException")]
    [InlineData("""{"clientName":"c","clientType":"public","scopes":"sso:account:access"}""", "InvalidRequestException")]
    [InlineData("""{"clientName":"c","clientType":"public","grantTypes":["password"]}""", "UnsupportedGrantTypeException")]
    [InlineData("""{"clientName":"c","clientType":"public","grantTypes":["authorization_code"],"issuerUrl":"https://lanyard-sandbox.awsapps.com/start"}""", "InvalidRedirectUriException")]
    [InlineData("""{"clientName":"c","clientType":"public","grantTypes":["authorization_code"],"redirectUris":["https://evil.example/cb"],"issuerUrl":"https://lanyard-sandbox.awsapps.com/start"}""", "InvalidRedirectUriException")]
    [InlineData("""{"clientName":"c","clientType":"public","grantTypes":["authorization_code"],"redirectUris":["http://127.0.0.1.evil.example/cb"],"issuerUrl":"https://lanyard-sandbox.awsapps.com/start"}""", "InvalidRedirectUriException")]
    [InlineData("""{"clientName":"c","clientType":"public","grantTypes":["authorization_code"],"redirectUris":["http://127.0.0.1/cb"],"issuerUrl":"https://other.awsapps.com/start"}""", "InvalidRequestException")]
    [InlineData("{nonsense", "InvalidRequestException")]
    [InlineData("""{"clientName":"\ud800","clientType":"public"}""", "InvalidRequestException")]
    public async Task What_is_wrong_with_a_registration_is_told_by_its_code(string body, string code)
    {
        var answer = await _sandbox.SendAsync("POST", "/client/register", body);
        Assert.Equal((400, code), (answer.Status, answer.Headers.Get("X-Amzn-ErrorType")));
        using var json = JsonDocument.Parse(answer.Body);
        Assert.Matches("^[a-z_]+$", json.RootElement.GetProperty("error").GetString());
        Assert.NotEqual("", json.RootElement.GetProperty("error_description").GetString());
    }

    // Measured by synfinatic/aws-sso-cli #1359: the two together are answered with InvalidScopeException, 400.
    [Fact]
    public async Task Device_code_and_authorization_code_are_not_registered_together()
    {
        var error = await TestSandbox.RefusalAsync(() => _sandbox.Oidc.RegisterClientAsync(
            "c", ["sso:account:access"], [OidcGrant.DeviceCodeType, "authorization_code", "refresh_token"], "http://127.0.0.1/cb", TestSandbox.StartUrl, TestSandbox.Ct));
        Assert.Equal("InvalidScopeException", error.Code);
    }

    // Clients from before the parameter (AWS CLI, legacy profiles) send no grantTypes and poll with a device code.
    [Fact]
    public async Task A_client_that_names_no_grant_may_use_the_device_code()
    {
        var answer = await _sandbox.SendAsync("POST", "/client/register", """{"clientName":"c","clientType":"public"}""");
        using var json = JsonDocument.Parse(answer.Body);
        var body = $$"""{"clientId":"{{json.RootElement.GetProperty("clientId").GetString()}}","clientSecret":"{{json.RootElement.GetProperty("clientSecret").GetString()}}","startUrl":"{{TestSandbox.StartUrl}}/#/"}""";
        Assert.Equal(200, (await _sandbox.SendAsync("POST", "/device_authorization", body)).Status);
    }

    [Fact]
    public async Task Another_start_url_is_refused()
    {
        var client = await _sandbox.RegisterForDeviceAsync();
        var error = await TestSandbox.RefusalAsync(() => _sandbox.Oidc.StartDeviceAuthorizationAsync(client, "https://other.awsapps.com/start", TestSandbox.Ct));
        Assert.Equal("InvalidRequestException", error.Code);
    }

    [Fact]
    public async Task The_same_call_at_the_services_own_host_is_answered()
    {
        var request = new WireRequest(
            "POST", "/client/register", new WireHeaders(("Host", "oidc.eu-west-1.amazonaws.com"), ("Content-Type", "application/json")), """{"clientName":"c","clientType":"public"}"""u8.ToArray());
        Assert.Equal(200, (await _sandbox.SendAsync(request)).Status);
    }

    public void Dispose() => _sandbox.Dispose();
}
