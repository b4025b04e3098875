using System.Text.Json;
using Lanyard.Aws.Services;
using Lanyard.Aws.Wire;
using Lanyard.Sandbox.Routing;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.SsoOidc;

/// <summary>IAM Identity Center's OpenID Connect service. See the IAM Identity Center OIDC API Reference.</summary>
internal sealed class SsoOidcService(SandboxState state, Uri publicUrl)
{
    private static readonly TimeSpan DeviceLifetime = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private readonly ClientRegistration _registration = new(state, publicUrl);
    private readonly TokenGrants _tokens = new(state);

    public WireResponse Handle(CallContext call)
    {
        try
        {
            return Dispatch(call);
        }
        catch (ServiceFault fault)
        {
            call.Fail(fault);
            return Answers.Json(fault.Status, json =>
            {
                json.WriteString("error", OidcFaults.OAuthName(fault.Code));
                json.WriteString("error_description", fault.Message);
            }).With("X-Amzn-ErrorType", fault.Code);
        }
    }

    private WireResponse Dispatch(CallContext call)
    {
        call.Operation = (call.Request.Method, call.Request.Path) switch
        {
            ("POST", "/client/register") => "RegisterClient",
            ("POST", "/device_authorization") => "StartDeviceAuthorization",
            ("POST", "/token") => "CreateToken",
            _ => throw new ServiceFault("UnknownOperationException", 404, "the OIDC service has no such operation"),
        };
        if (call.Operation == "CreateToken" && QueryString.Get(call.Query, "aws_iam") is not null)
        {
            throw new ServiceFault("NotImplemented", 501, "lanyard sandbox doesn't speak sso-oauth:CreateTokenWithIAM yet");
        }

        var input = OidcInput.Read(call.Body);
        return call.Operation switch
        {
            "RegisterClient" => _registration.Register(call, input),
            "StartDeviceAuthorization" => StartDeviceAuthorization(call, input),
            _ => _tokens.Create(call, input, _registration.Authenticate(call, input)),
        };
    }

    private WireResponse StartDeviceAuthorization(CallContext call, OidcInput input)
    {
        var client = _registration.Authenticate(call, input);
        if (!client.GrantTypes.Contains(OidcGrant.DeviceCodeType))
        {
            throw OidcFaults.UnauthorizedClient("The client is not registered for the device code grant");
        }

        if (!_registration.IsStartUrl(input.Required("startUrl")))
        {
            throw OidcFaults.InvalidRequest("startUrl is not the start URL of an Identity Center instance in this region");
        }

        var deviceCode = state.Ids.Token("", 48);
        var grant = new DeviceGrant(client, state.Ids.UserCode(), PollInterval, call.Now + DeviceLifetime);
        state.SignIns.Devices.Add(deviceCode, grant, grant.ExpiresAt);
        state.SignIns.UserCodes.Add(grant.UserCode.Replace("-", ""), grant, grant.ExpiresAt);
        var page = new Uri(publicUrl, "/device").AbsoluteUri;
        return Answers.Json(200, (Utf8JsonWriter json) =>
        {
            json.WriteString("deviceCode", deviceCode);
            json.WriteString("userCode", grant.UserCode);
            json.WriteString("verificationUri", page);
            json.WriteString("verificationUriComplete", $"{page}?user_code={grant.UserCode}");
            json.WriteNumber("expiresIn", (int)DeviceLifetime.TotalSeconds);
            json.WriteNumber("interval", (int)PollInterval.TotalSeconds);
        });
    }
}
