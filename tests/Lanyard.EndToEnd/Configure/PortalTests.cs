using System.Text.Json.Nodes;
using Lanyard.EndToEnd.RealClients;
using Lanyard.EndToEnd.Running;

namespace Lanyard.EndToEnd.Configure;

/// <summary>The sandbox's access portal, read by clients that aren't ours.</summary>
public sealed class PortalTests(ManyAccountsSandbox sandbox) : IClassFixture<ManyAccountsSandbox>
{
    [Theory]
    [InlineData]
    [InlineData("--page-size", "70")]
    public async Task The_aws_cli_lists_every_account_and_its_roles_through_the_proxy(params string[] paging)
    {
        using var home = await sandbox.SignedInAsync();
        home.Environment.Remove("AWS_ENDPOINT_URL");
        var token = ManyAccountsSandbox.TokenOf(home);

        var accounts = JsonNode.Parse((await home.RunAsync([RealClient.AwsCli(), "sso", "list-accounts", "--access-token", token, "--output", "json", .. paging])).Succeeded().Out)!["accountList"]!.AsArray();
        var roles = JsonNode.Parse((await home.RunAsync([RealClient.AwsCli(), "sso", "list-account-roles", "--access-token", token, "--account-id", ManyAccountsSandbox.Id(7), "--output", "json", .. paging])).Succeeded().Out)!["roleList"]!.AsArray();

        Assert.Equal(Enumerable.Range(1, ManyAccountsSandbox.Count).Select(ManyAccountsSandbox.Id), accounts.Select(a => (string)a!["accountId"]!));
        Assert.Equal("Shop & Söhne [prod]", (string)accounts[6]!["accountName"]!);
        Assert.Contains('@', (string)accounts[6]!["emailAddress"]!);
        Assert.Equal(["Admin", "ReadOnly"], roles.Select(r => (string)r!["roleName"]!));
        Assert.All(roles, r => Assert.Equal(ManyAccountsSandbox.Id(7), (string)r!["accountId"]!));
    }

    [Fact]
    public async Task Boto3_is_given_pages_by_token_and_is_throttled_when_it_asks_too_often()
    {
        using var home = await sandbox.SignedInAsync();
        home.Environment.Remove("AWS_ENDPOINT_URL");
        home.Environment["TOKEN"] = ManyAccountsSandbox.TokenOf(home);
        const string Ask =
            """
            import boto3, os
            from concurrent.futures import ThreadPoolExecutor
            from botocore.config import Config
            from botocore.exceptions import ClientError
            token = os.environ["TOKEN"]
            sso = boto3.client("sso", config=Config(retries={"total_max_attempts": 1}, max_pool_connections=16))
            first = sso.list_accounts(accessToken=token, maxResults=2)
            second = sso.list_accounts(accessToken=token, maxResults=2, nextToken=first["nextToken"])
            print([a["accountId"][-1] for a in first["accountList"] + second["accountList"]])
            pages = list(sso.get_paginator("list_accounts").paginate(accessToken=token, PaginationConfig={"PageSize": 100}))
            print([len(p["accountList"]) for p in pages], "nextToken" in pages[-1])
            try:
                sso.list_accounts(accessToken=token, nextToken="made-up")
            except ClientError as e:
                print(e.response["Error"]["Code"])

            def ask(_):
                try:
                    return sso.list_account_roles(accessToken=token, accountId="100000000001")["ResponseMetadata"]["HTTPStatusCode"]
                except ClientError as e:
                    return e.response["Error"]["Code"], e.response["ResponseMetadata"]["HTTPStatusCode"]

            with ThreadPoolExecutor(16) as pool:
                print(sorted({str(a) for a in pool.map(ask, range(400))}))
            """;

        var ended = (await home.RunAsync(Requires.Boto3(), "-c", Ask)).Succeeded();

        Assert.Equal("['1', '2', '3', '4']\n[100, 100, 100] False\nInvalidRequestException\n[\"('TooManyRequestsException', 429)\", '200']\n", ended.Out);
    }
}
