using System.Diagnostics;
using System.Text.Json;
using Lanyard.Aws.Endpoints;

namespace Lanyard.Tests.Aws.Endpoints;

/// <summary>Our endpoints against those that botocore's own rules give, in every combination of what a user can ask for.</summary>
public class BotocoreEndpointTests
{
    // The rule sets that AWS publishes, run by botocore's engine; STS's global endpoint is what `sts_regional_endpoints = legacy` asks for.
    private const string Ask =
        """
        import itertools, json
        from botocore.endpoint_provider import EndpointProvider
        from botocore.loaders import Loader
        loader = Loader()
        partitions = loader.load_data("partitions")
        known = {p["id"]: list(p["regions"]) for p in partitions["partitions"]}
        answers = []
        for service in ("sts", "sso-oidc", "sso"):
            provider = EndpointProvider(loader.load_service_model(service, "endpoint-rule-set-1"), partitions)
            for partition, regions in known.items():
                for region in regions:
                    for fips, dual, legacy in itertools.product((False, True), repeat=3):
                        parameters = {"Region": region, "UseFIPS": fips, "UseDualStack": dual}
                        if service == "sts":
                            parameters["UseGlobalEndpoint"] = legacy
                        elif legacy:
                            continue
                        try:
                            endpoint = provider.resolve_endpoint(**parameters)
                        except Exception:
                            continue
                        schemes = (endpoint.properties or {}).get("authSchemes") or [{}]
                        answers.append([service, partition, region, fips, dual, legacy, endpoint.url, schemes[0].get("signingRegion")])
        print(json.dumps(answers))
        """;

    [Fact]
    public async Task Every_endpoint_is_the_one_that_botocore_finds()
    {
        var answers = await AskAsync();
        var wrong = new List<string>();
        foreach (var one in answers.RootElement.EnumerateArray())
        {
            var service = one[0].GetString() switch { "sts" => AwsService.Sts, "sso-oidc" => AwsService.SsoOidc, _ => AwsService.SsoPortal };
            var (partition, region) = (one[1].GetString()!, one[2].GetString()!);

            // A partition's own global region is the name of no place that a user can be in, but for the standard one's.
            if (region.EndsWith("-global", StringComparison.Ordinal) && (region != "aws-global" || service != AwsService.Sts || one[3].GetBoolean() || one[4].GetBoolean()))
            {
                continue;
            }

            // Debian's botocore is older than the rule by which these names, as STS's had, lost their `-fips`.
            if (partition == "aws-us-gov" && service != AwsService.Sts && one[3].GetBoolean() && !one[4].GetBoolean())
            {
                continue;
            }

            var settings = new EndpointSettings { UseFips = one[3].GetBoolean(), UseDualStack = one[4].GetBoolean(), LegacyGlobalSts = one[5].GetBoolean() };
            var ours = EndpointResolver.Resolve(service, region, settings);
            if (Partition.OfRegion(region).Id != partition || ours.Url.AbsoluteUri != new Uri(one[6].GetString()!).AbsoluteUri
                || (one[7].GetString() is { } signing && ours.SigningRegion != signing))
            {
                wrong.Add($"{one}: {ours.Url} signed for {ours.SigningRegion}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(answers.RootElement.GetArrayLength() > 300);
    }

    private static async Task<JsonDocument> AskAsync()
    {
        const string Python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(Python), "python3 isn't installed (Debian: apt-get install python3-botocore)");
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", Ask]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen((await error).Contains("No module named", StringComparison.Ordinal), "botocore isn't installed for /usr/bin/python3 (Debian: apt-get install python3-botocore)");
        Assert.True(process.ExitCode == 0, await error);
        return JsonDocument.Parse(await output);
    }
}
