using System.Globalization;
using Lanyard.Aws.Wire;
using Lanyard.Credentials;

namespace Lanyard.Tests.Credentials.Sources.Run;

/// <summary>Our metadata source against the sandbox's metadata service, and against what a sandbox doesn't do.</summary>
public sealed class InstanceMetadataSourceTests : IDisposable
{
    private readonly TestAws _aws = new();

    public void Dispose() => _aws.Dispose();

    [Fact]
    public async Task An_instances_role_is_found_by_version_2_and_asked_for_each_time()
    {
        var keys = await _aws.ResolveAsync();
        Assert.Contains(":assumed-role/app/i-", await _aws.ArnOfAsync(keys), StringComparison.Ordinal);
        Assert.Equal(["GetToken", "GetRoleName", "GetRoleCredentials", "GetCallerIdentity"], _aws.Operations);
        Assert.Equal(_aws.Time.GetUtcNow().AddHours(6), keys.Expiration);

        // The service hands out the same ones until it has new ones, so they are never kept beside it.
        Assert.Null(_aws.AtHand());
        await _aws.ResolveAsync();
        Assert.Equal(2, _aws.Operations.Count(o => o == "GetRoleCredentials"));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task Version_1_is_asked_where_version_2_is_not_there_unless_it_is_switched_off(int status)
    {
        _aws.Fault = request => request.Method == "PUT" ? new WireResponse(status, WireHeaders.Empty, default) : null;
        Assert.StartsWith("ASIA", (await _aws.ResolveAsync()).AccessKeyId, StringComparison.Ordinal);

        _aws.Home.Set(("AWS_EC2_METADATA_V1_DISABLED", "true"));
        Assert.Contains("version 1 is switched off", (await _aws.RefusedAsync(ErrorCodes.NoCredentials)).Message, StringComparison.Ordinal);
    }

    // "The hop limit of the response", Amazon EC2 User Guide: from a container the token may never arrive.
    [Fact]
    public async Task Version_1_is_asked_where_the_token_never_arrives()
    {
        _aws.Before = (request, pass) => request.Method == "PUT" ? new TaskCompletionSource<WireResponse>().Task : pass();
        var work = _aws.ResolveAsync();
        await _aws.Time.PlayAsync(work);
        Assert.StartsWith("ASIA", (await work).AccessKeyId, StringComparison.Ordinal);
        Assert.Equal(["GetRoleName", "GetRoleCredentials"], _aws.Operations);
    }

    [Fact]
    public async Task On_a_machine_that_is_no_instance_it_takes_two_seconds_to_know()
    {
        _aws.Before = (_, _) => new TaskCompletionSource<WireResponse>().Task;
        _aws.MaxAttempts = 3;
        var before = _aws.Time.GetUtcNow();
        var work = _aws.RefusedAsync(ErrorCodes.NoCredentials);
        await _aws.Time.PlayAsync(work);
        Assert.Equal(TimeSpan.FromSeconds(2), _aws.Time.GetUtcNow() - before);
        Assert.Contains("instanceMetadata: the instance metadata service at http://169.254.169.254/ doesn't answer", (await work).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_many_attempts_are_made_as_asked_for()
    {
        var calls = 0;
        _aws.Fault = _ => new WireResponse(++calls < 3 ? 503 : 404, WireHeaders.Empty, default);
        _aws.Home.Set(("AWS_METADATA_SERVICE_NUM_ATTEMPTS", "3"));
        var work = _aws.RefusedAsync(ErrorCodes.NoCredentials);
        await _aws.Time.PlayAsync(work);
        Assert.Contains("no instance profile", (await work).Message, StringComparison.Ordinal);
        Assert.Equal(4, calls);
    }

    // "Static stability", AWS SDKs and Tools Reference Guide.
    [Fact]
    public async Task Credentials_that_have_ended_are_handed_out_for_some_minutes_more()
    {
        var end = _aws.Time.GetUtcNow().AddHours(-1);
        _aws.Fault = request => request.Path.EndsWith("/app", StringComparison.Ordinal) ? Json(Document("ASIAOLD", end)) : null;
        var keys = await _aws.ResolveAsync();
        Assert.Equal("ASIAOLD", keys.AccessKeyId);
        Assert.InRange(keys.Expiration!.Value - _aws.Time.GetUtcNow(), TimeSpan.FromMinutes(12), TimeSpan.FromMinutes(20));
    }

    [Fact]
    public async Task Credentials_that_run_low_keep_their_own_end()
    {
        var end = _aws.Time.GetUtcNow().AddMinutes(3);
        _aws.Fault = request => request.Path.EndsWith("/app", StringComparison.Ordinal) ? Json(Document("ASIALOW", end)) : null;
        Assert.Equal(end, (await _aws.ResolveAsync()).Expiration);
    }

    [Fact]
    public async Task A_role_that_stands_on_the_instances_credentials_is_assumed_and_kept()
    {
        _aws.Home.Config($"[profile p]\nrole_arn = {TestAws.Deploy}\ncredential_source = Ec2InstanceMetadata\nregion = eu-west-1\n");
        Assert.Contains(":assumed-role/deploy/", await _aws.ArnOfAsync(await _aws.ResolveAsync("p")), StringComparison.Ordinal);
        Assert.NotNull(_aws.AtHand("p"));

        _aws.Home.Config($"[profile q]\nrole_arn = {TestAws.Locked}\ncredential_source = Ec2InstanceMetadata\n");
        _aws.Fault = _ => new WireResponse(404, WireHeaders.Empty, default);
        Assert.Contains("no instance profile", (await _aws.RefusedAsync(ErrorCodes.InstanceMetadataFailed, "q")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"Code\":\"AssumeRoleUnauthorizedAccess\",\"Message\":\"EC2 cannot assume the role wJalrXUtnFEMI\"}", "AssumeRoleUnauthorizedAccess")]
    [InlineData("{\"AccessKeyId\":\"wJalrXUtnFEMI\"}", "not credentials")]
    [InlineData("nothing", "not credentials")]
    public async Task An_answer_that_is_no_credentials_is_said_and_not_quoted(string body, string said)
    {
        _aws.Fault = request => request.Path.EndsWith("/app", StringComparison.Ordinal) ? Json(body) : null;
        var e = await _aws.RefusedAsync(ErrorCodes.NoCredentials);
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("wJalrXUtnFEMI", e.ToString(), StringComparison.Ordinal);
    }

    private static string Document(string id, DateTimeOffset end) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"Code":"Success","AccessKeyId":"{{id}}","SecretAccessKey":"sk","Token":"t","Expiration":"{{end.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}}"}""");

    private static WireResponse Json(string text) => WireResponse.OfText(200, "application/json", text);
}
