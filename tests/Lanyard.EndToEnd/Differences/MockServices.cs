using System.Net;
using System.Web;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Differences;

/// <summary>
/// Metadata, container endpoint, STS, the Identity Center portal and its sign-in service in one. They know nobody and believe everything:
/// an access key id spells out the way that led to it, <c>AR.Role.via.SRC</c> for a role assumed with the keys of <c>SRC</c>,
/// <c>WI.Role.jwt</c> for web identity, <c>SSO.role.token</c>, <c>CONTAINER</c> or <c>CONTAINER.token</c>, <c>IMDS</c>.
/// </summary>
internal static class MockServices
{
    /// <summary>A role that STS lets nobody assume.</summary>
    public const string RefusedRole = "Refused";

    /// <summary>An access token that the portal has never issued.</summary>
    public const string BadToken = "badtoken";

    /// <summary>A refresh token that gives the access token <c>refreshed</c>.</summary>
    public const string GoodRefresh = "goodrefresh";

    private const string Never = "2099-01-01T00:00:00Z";

    /// <summary>Starts them.</summary>
    public static LoopbackServer Start() => LoopbackServer.Start(Answer);

    private static string Answer(string request)
    {
        var line = request[..request.IndexOf('\r', StringComparison.Ordinal)].Split(' ');
        var body = request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        var target = new Uri(new Uri("http://mock"), line[1]);
        return (line[0], target.AbsolutePath.Length > 1 ? target.AbsolutePath.TrimEnd('/') : "/") switch
        {
            ("PUT", "/latest/api/token") => LoopbackServer.Answer(200, "text/plain", "metadata-token", "X-aws-ec2-metadata-token-ttl-seconds: 21600"),
            ("GET", "/latest/meta-data/iam/security-credentials") => LoopbackServer.Answer(200, "text/plain", "instance-role"),
            ("GET", "/latest/meta-data/iam/security-credentials/instance-role") => Json(
                $$"""{"Code":"Success","LastUpdated":"2020-01-01T00:00:00Z","Type":"AWS-HMAC","AccessKeyId":"IMDS","SecretAccessKey":"s","Token":"t","Expiration":"{{Never}}"}"""),
            ("GET", "/latest/meta-data/iam/info") => Json("""{"Code":"Success","LastUpdated":"2020-01-01T00:00:00Z","InstanceProfileArn":"arn:aws:iam::111111111111:instance-profile/p","InstanceProfileId":"p"}"""),
            ("GET", "/container") => Json($$"""{"AccessKeyId":"{{(LoopbackServer.Header(request, "Authorization") is { } token ? "CONTAINER." + token : "CONTAINER")}}","SecretAccessKey":"s","Token":"t","Expiration":"{{Never}}"}"""),
            ("GET", "/federation/credentials") => Portal(LoopbackServer.Header(request, "x-amz-sso_bearer_token"), HttpUtility.ParseQueryString(target.Query)["role_name"]),
            ("POST", "/token") => body.Contains($"\"{GoodRefresh}\"", StringComparison.Ordinal)
                ? Json("""{"accessToken":"refreshed","expiresIn":28800,"tokenType":"Bearer"}""")
                : Json("""{"error":"invalid_grant","error_description":"Invalid refresh token"}""", 400, "x-amzn-ErrorType: InvalidGrantException"),
            ("POST", "/") => Sts(request, body),
            _ => Json("{}", 404),
        };
    }

    private static string Portal(string? token, string? role) => token is null or BadToken
        ? Json("""{"message":"Session token not found or invalid"}""", 401, "x-amzn-ErrorType: UnauthorizedException")
        : Json($$$"""{"roleCredentials":{"accessKeyId":"SSO.{{{role}}}.{{{token}}}","secretAccessKey":"s","sessionToken":"t","expiration":4070908800000}}""");

    private static string Sts(string request, string body)
    {
        var form = HttpUtility.ParseQueryString(body);
        var action = form["Action"];
        var role = form["RoleArn"]?.Split('/')[^1];
        if (role is null or RefusedRole)
        {
            return Xml("<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to perform this</Message></Error><RequestId>r</RequestId></ErrorResponse>", 403);
        }

        var id = form["WebIdentityToken"] is { } token
            ? $"WI.{role}.{token}"
            : $"AR.{role}.via.{LoopbackServer.Header(request, "Authorization")?.Split("Credential=")[1].Split('/')[0]}";
        return Xml($"""
            <{action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><{action}Result><Credentials><AccessKeyId>{WebUtility.HtmlEncode(id)}</AccessKeyId>
            <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>{Never}</Expiration></Credentials>
            <AssumedRoleUser><Arn>arn:aws:sts::111111111111:assumed-role/{role}/s</Arn><AssumedRoleId>r:s</AssumedRoleId></AssumedRoleUser>
            </{action}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{action}Response>
            """);
    }

    private static string Json(string text, int status = 200, params string[] headers) => LoopbackServer.Answer(status, "application/json", text, headers);

    private static string Xml(string text, int status = 200) => LoopbackServer.Answer(status, "text/xml", text);
}
