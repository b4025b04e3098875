using System.Diagnostics;
using System.Text.Json.Nodes;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;

// Says what the AWS SDK for .NET resolves in states of a machine: a state in JSON a line of stdin, an answer in JSON a line of stdout.
// A state is {id, environment, profile}; an answer {id, accessKeyId, hasToken} or {id, error}. Each state has a process of its own, which
// is this program again: the SDK keeps what it found in static fields.
// With --caller-identity it asks STS who it is instead.
//   Lanyard.AwsSdk [--version | --caller-identity | --resolve [PROFILE]]
var output = Console.Out;
switch (args)
{
    case ["--version"]:
        output.WriteLine(FileVersionInfo.GetVersionInfo(typeof(AWSCredentials).Assembly.Location).FileVersion);
        break;
    case ["--caller-identity"]:
        using (var sts = new AmazonSecurityTokenServiceClient())
        {
            var answer = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest());
            output.WriteLine(new JsonObject { ["Account"] = answer.Account, ["Arn"] = answer.Arn }.ToJsonString());
        }

        break;
    case ["--resolve", .. var profile]:
        output.WriteLine((await ResolveAsync(profile.Length > 0 ? profile[0] : null)).ToJsonString());
        break;
    default:
        using (var two = new SemaphoreSlim(2))
        {
            var open = new List<Task>();
            while (await Console.In.ReadLineAsync() is { } line)
            {
                await two.WaitAsync();
                open.Add(AnswerAsync(line, two));
            }

            await Task.WhenAll(open);
        }

        break;
}

async Task AnswerAsync(string line, SemaphoreSlim turn)
{
    var state = JsonNode.Parse(line)!;
    var start = new ProcessStartInfo(Environment.ProcessPath!)
    {
        ArgumentList = { typeof(Program).Assembly.Location, "--resolve" },
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = (string)state["environment"]!["HOME"]!,
    };
    if ((string?)state["profile"] is { } profile)
    {
        start.ArgumentList.Add(profile);
    }

    start.Environment.Clear();
    foreach (var (name, value) in state["environment"]!.AsObject())
    {
        start.Environment[name] = (string?)value;
    }

    using var child = Process.Start(start)!;
    var error = child.StandardError.ReadToEndAsync();
    var said = await child.StandardOutput.ReadToEndAsync();
    await child.WaitForExitAsync();
    var answer = said.Length > 0 ? JsonNode.Parse(said)!.AsObject() : new JsonObject { ["error"] = "the process died: " + await error };
    answer["id"] = (string)state["id"]!;
    lock (output)
    {
        output.WriteLine(answer.ToJsonString());
    }

    turn.Release();
}

static async Task<JsonObject> ResolveAsync(string? profile)
{
    try
    {
        var config = new AmazonSecurityTokenServiceConfig { Profile = profile is null ? null : new Profile(profile) };
        var credentials = (AWSCredentials)await new DefaultAWSCredentialsIdentityResolver().ResolveIdentityAsync(config);
        var keys = await credentials.GetCredentialsAsync();
        return new JsonObject { ["accessKeyId"] = keys.AccessKey, ["hasToken"] = keys.UseToken };
    }
#pragma warning disable CA1031 // Whatever the SDK throws is its answer.
    catch (Exception e)
#pragma warning restore CA1031
    {
        return new JsonObject { ["error"] = $"{e.GetType().Name}: {e.Message}" };
    }
}
