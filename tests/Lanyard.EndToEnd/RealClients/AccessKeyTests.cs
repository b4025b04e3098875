using System.Text.Json.Nodes;
using Lanyard.EndToEnd.Running;
using Lanyard.EndToEnd.Sandboxes;

namespace Lanyard.EndToEnd.RealClients;

/// <summary>The sandbox's access key operations, asked by the AWS CLI and by boto3.</summary>
public sealed class AccessKeyTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private const string InPython =
        """
        import boto3, json
        iam = boto3.client("iam")
        made = iam.create_access_key()["AccessKey"]
        listed = [k["AccessKeyId"] for p in iam.get_paginator("list_access_keys").paginate() for k in p["AccessKeyMetadata"]]
        iam.update_access_key(AccessKeyId=made["AccessKeyId"], Status="Inactive")
        states = {k["AccessKeyId"]: k["Status"] for k in iam.list_access_keys(UserName="ci")["AccessKeyMetadata"]}
        used = iam.get_access_key_last_used(AccessKeyId=made["AccessKeyId"])
        iam.delete_access_key(AccessKeyId=made["AccessKeyId"])
        try:
            iam.delete_access_key(AccessKeyId=made["AccessKeyId"])
            error = None
        except iam.exceptions.NoSuchEntityException as e:
            error = e.response["Error"]
        print(json.dumps({"user": made["UserName"], "created": made["CreateDate"].isoformat(), "listed": made["AccessKeyId"] in listed, "count": len(listed),
                          "state": states[made["AccessKeyId"]], "service": used["AccessKeyLastUsed"]["ServiceName"], "usedBy": used["UserName"],
                          "never": "LastUsedDate" not in used["AccessKeyLastUsed"], "error": error and error["Code"]}))
        """;

    [Fact]
    public async Task The_AWS_CLI_makes_lists_switches_and_deletes_keys()
    {
        using var home = new UserHome(sandbox);
        var made = JsonNode.Parse((await AwsAsync(home, "create-access-key")).Succeeded().Out)!["AccessKey"]!;
        var id = (string)made["AccessKeyId"]!;
        Assert.Equal(("ci", "Active"), ((string)made["UserName"]!, (string)made["Status"]!));
        Assert.Equal($"{sandbox.OtherKey.Id}\t{id}\n", (await AwsAsync(home, "list-access-keys", "--query", "AccessKeyMetadata[].AccessKeyId", "--output", "text")).Succeeded().Out);

        var third = await AwsAsync(home, "create-access-key");
        Assert.NotEqual(0, third.ExitCode);
        Assert.Contains("An error occurred (LimitExceeded) when calling the CreateAccessKey operation: Cannot exceed quota for AccessKeysPerUser: 2", third.Error, StringComparison.Ordinal);

        using var other = new UserHome(sandbox);
        other.WriteAwsFiles("", $"[ci]\naws_access_key_id = {id}\naws_secret_access_key = {made["SecretAccessKey"]}\n");
        Assert.Equal("arn:aws:iam::111111111111:user/ci\n", (await other.RunAsync(Aws("sts", "get-caller-identity", "--query", "Arn", "--output", "text", "--profile", "ci"))).Succeeded().Out);
        Assert.Equal("sts\n", (await AwsAsync(home, "get-access-key-last-used", "--access-key-id", id, "--query", "AccessKeyLastUsed.ServiceName", "--output", "text")).Succeeded().Out);

        (await AwsAsync(home, "update-access-key", "--access-key-id", id, "--status", "Inactive")).Succeeded();
        Assert.Contains("(InvalidClientTokenId)", (await other.RunAsync(Aws("sts", "get-caller-identity", "--profile", "ci"))).Error, StringComparison.Ordinal);
        (await AwsAsync(home, "delete-access-key", "--access-key-id", id)).Succeeded();
        Assert.Contains("(NoSuchEntity)", (await AwsAsync(home, "delete-access-key", "--access-key-id", id)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Boto3_reads_every_answer()
    {
        using var home = new UserHome(sandbox);
        home.Environment["AWS_PROFILE"] = "ci";
        var said = JsonNode.Parse((await home.RunAsync("/usr/bin/env", "-u", "AWS_ENDPOINT_URL", Requires.Boto3(), "-c", InPython)).Succeeded().Out)!;
        Assert.Equal(
            """{"user":"ci","listed":true,"count":2,"state":"Inactive","service":"N/A","usedBy":"ci","never":true,"error":"NoSuchEntity"}""",
            new JsonObject(said.AsObject().Where(p => p.Key != "created").Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone()))).ToJsonString());
        Assert.True((DateTimeOffset.Parse((string)said["created"]!, System.Globalization.CultureInfo.InvariantCulture) - TimeProvider.System.GetUtcNow()).Duration() < TimeSpan.FromMinutes(5));
    }

    private static Task<Ended> AwsAsync(UserHome home, params string[] arguments) => home.RunAsync(Aws(["iam", .. arguments, "--profile", "ci"]));

    // By the name iam.amazonaws.com, which the proxy answers.
    private static string[] Aws(params string[] arguments) => ["/usr/bin/env", "-u", "AWS_ENDPOINT_URL", RealClient.AwsCli(), .. arguments];
}
