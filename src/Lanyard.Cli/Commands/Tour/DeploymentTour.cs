using System.Globalization;
using System.Text;
using System.Text.Json;
using Lanyard.Cli.Edge;
using Lanyard.Cli.Hosting;
using Lanyard.Cli.Identity;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox;
using Lanyard.Sandbox.Seeds;

namespace Lanyard.Cli.Commands.Tour;

/// <summary>
/// The tour's second half: the policy that an app's deployment needs, a deployment with it, one that is refused, and what mends it. What is
/// printed behind a dollar sign is what runs.
/// </summary>
internal sealed class DeploymentTour
{
    private const string Account = "111111111111";
    private const string Role = "deploy";
    private const string Taken = "sqs:CreateQueue";
    private const string Deploy = "aws cloudformation deploy --stack-name orders-dev --template-file orders.yaml --capabilities CAPABILITY_IAM";
    private const string Events = "aws cloudformation describe-stack-events --stack-name orders-dev";

    private readonly Surroundings _outside;
    private readonly Surroundings _inside;
    private readonly Action<string> _title;
    private readonly TourStack _stack;
    private readonly CancellationToken _stop;
    private readonly string _profile;

    private DeploymentTour(Surroundings outside, Surroundings inside, string profile, Action<string> title, CancellationToken stop)
    {
        (_outside, _inside, _profile, _title, _stop) = (outside, inside, profile, title, stop);
        _stack = new TourStack(new GlobalOptions { Profile = profile, NoInput = true }, inside);
    }

    /// <summary>Gives the tour's sandbox: that of every other, and in its first account a role that may do nothing yet.</summary>
    public static SandboxSeed Seed(SandboxSeed seed) => seed with
    {
        Roles = [.. seed.Roles, new SeedRole(Account, Role, TrustOf(seed.ReservedRoleArn(Account, "Developer")), [], TimeSpan.FromHours(1))],
    };

    /// <summary>Goes through it.</summary>
    /// <param name="home">The sandbox's home.</param>
    /// <param name="inside">The machine as a program in the sandbox sees it.</param>
    /// <param name="outside">The machine.</param>
    /// <param name="title">Prints a title.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(SandboxHome home, Surroundings inside, Surroundings outside, Action<string> title, CancellationToken cancellationToken)
    {
        var folder = home.MakeFolder("app");
        var config = inside.UserFiles.ConfigFile;
        await File.AppendAllTextAsync(
            config, $"\n[profile admin]\nsso_session = sandbox\nsso_account_id = {Account}\nsso_role_name = Administrator\nregion = eu-west-1\n", cancellationToken).ConfigureAwait(false);
        var quiet = inside with { CurrentDirectory = folder, HasTerminal = false, ShowsColour = false, ShowsData = false, ShowsProgress = false };
        var tour = new DeploymentTour(outside, quiet, $"{home.Stages[0]}-{Role}", title, cancellationToken);
        tour.Write("orders.yaml", TourApp.Template);
        tour.Write("admin.json", PolicyDocumentWriter.Write(PoliciesOfAws.Find("arn:aws:iam::aws:policy/AdministratorAccess")!, indented: true));
        return await tour.MakePolicyAsync(home.Stages[0]).ConfigureAwait(false) is var made and not ExitCodes.Done ? made
            : await tour.DeployAsync().ConfigureAwait(false) is var deployed and not ExitCodes.Done ? deployed
            : await tour.TakeAwayAsync().ConfigureAwait(false) is var taken and not ExitCodes.Done ? taken
            : await tour.MendAsync().ConfigureAwait(false);
    }

    private async Task<int> MakePolicyAsync(string stage)
    {
        _title("5. What a deployment has to be allowed, and no more");
        _outside.Write("orders.yaml is the template of an app: a function with its role, a queue, a table and a log group.\n");
        var exitCode = await RunAsync(
            ["policy", "generate", "--template", "orders.yaml", "--stack-name", TourApp.Stack, "--stage", stage, "--boundary", TourApp.Boundary], "deploy.json").ConfigureAwait(false);
        if (exitCode != ExitCodes.Done)
        {
            return exitCode;
        }

        exitCode = await RunAsync(["policy", "diff", "admin.json", "deploy.json"]).ConfigureAwait(false);
        var (actions, anywhere) = Measure(Read("deploy.json"));
        _outside.Write(string.Create(CultureInfo.InvariantCulture, $"""
            admin.json is AWS's AdministratorAccess: {Catalogue.Embedded.ActionCount:N0} actions, on everything.
            deploy.json allows {actions} of them, {anywhere} on everything, and the others on the resources of this app alone.
            """) + "\n");
        return exitCode;
    }

    private async Task<int> DeployAsync()
    {
        _title("6. Deploy with it");
        _outside.Write("The tour itself makes the calls that the AWS CLI would make, and shows the stack's events.\n");
        return await ApplyAsync().ConfigureAwait(false) is var applied and not ExitCodes.Done ? applied : await DeployAsync(shallSucceed: true).ConfigureAwait(false);
    }

    private async Task<int> TakeAwayAsync()
    {
        _title("7. Take one line away");
        _outside.Write("Then change the app so that it is missed: a FIFO queue takes the place of the queue.\n");
        _outside.Write($"$ sed -i '/{Taken}/d' deploy.json\n$ sed -i 's/{TourApp.Before}/{TourApp.After}/' orders.yaml\n");
        Write("deploy.json", string.Concat(Read("deploy.json").Split('\n').Where(line => !line.Contains(Taken, StringComparison.Ordinal)).Select(line => line + "\n")).TrimEnd('\n') + "\n");
        Write("orders.yaml", Read("orders.yaml").Replace(TourApp.Before, TourApp.After, StringComparison.Ordinal));
        return await ApplyAsync().ConfigureAwait(false) is var applied and not ExitCodes.Done ? applied : await DeployAsync(shallSucceed: false).ConfigureAwait(false);
    }

    private async Task<int> MendAsync()
    {
        _title("8. Ask what was missing");
        _outside.Write($"$ lanyard exec --profile {_profile} -- {Events} > events.json\n");
        Write("events.json", _stack.EventsJson);
        var exitCode = await RunAsync(["policy", "generate", "--from-failure", "events.json", "--policy", "deploy.json", "--any-suffix"], "mended.json").ConfigureAwait(false);
        if (exitCode != ExitCodes.Done)
        {
            return exitCode;
        }

        _outside.Write("$ mv mended.json deploy.json\n");
        Write("deploy.json", Read("mended.json"));
        exitCode = await ApplyAsync().ConfigureAwait(false) is var applied and not ExitCodes.Done ? applied : await DeployAsync(shallSucceed: true).ConfigureAwait(false);
        _outside.Write(exitCode == ExitCodes.Done ? "\nWhat was refused was allowed, and nothing else.\n" : "");
        return exitCode;
    }

    private Task<int> ApplyAsync() => RunAsync(["policy", "apply", "deploy.json", "--role", Role, "--profile", "admin", "--yes"]);

    private async Task<int> DeployAsync(bool shallSucceed)
    {
        _outside.Write($"$ lanyard exec --profile {_profile} -- {Deploy}\n");
        var isDone = await _stack.DeployAsync(Read("orders.yaml"), line => _outside.Write($"  {line}\n"), _stop).ConfigureAwait(false);
        return isDone == shallSucceed ? ExitCodes.Done : ExitCodes.Failed;
    }

    // What it prints goes to a file where one is named, as behind a `>`, and else to the tour; what it says goes to the tour.
    private async Task<int> RunAsync(string[] words, string? file = null)
    {
        _outside.Write($"$ lanyard {string.Join(' ', words)}{(file is null ? "" : $" > {file}")}\n");
        using var output = new MemoryStream();
        using var talk = new StringWriter(CultureInfo.InvariantCulture);
        var exitCode = await Application.RunAsync(words, _inside with { Out = output, Error = talk }).ConfigureAwait(false);
        _stop.ThrowIfCancellationRequested();
        var data = Encoding.UTF8.GetString(output.ToArray());
        string[] lines = (talk + (file is null ? data : "")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in exitCode == ExitCodes.Done ? Shortened(lines) : lines)
        {
            _outside.Write($"  {line}\n");
        }

        if (file is not null)
        {
            Write(file, data);
        }

        return exitCode;
    }

    // A plan of IAM shows a policy that is new as a whole, which is longer than all the rest, and one that changes with lines around the change.
    private static IEnumerable<string> Shortened(IEnumerable<string> lines)
    {
        const string Document = "      ";
        var isNew = false;
        foreach (var line in lines)
        {
            if (!line.StartsWith(Document, StringComparison.Ordinal))
            {
                isNew = line.StartsWith("    +", StringComparison.Ordinal);
                if (!line.StartsWith("account ", StringComparison.Ordinal) && !line.Contains(" to create, ", StringComparison.Ordinal))
                {
                    yield return line;
                }
            }
            else if (!isNew && line[Document.Length..] is ['+' or '-', ..])
            {
                yield return line;
            }
        }
    }

    private string Read(string name) => File.ReadAllText(Path.Combine(_inside.CurrentDirectory, name));

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_inside.CurrentDirectory, name), text);

    // How many actions a generated policy names, and how many of them on whatever there is.
    private static (int Actions, int Anywhere) Measure(string policy)
    {
        using var document = JsonDocument.Parse(policy);
        var statements = document.RootElement.GetProperty("Statement").EnumerateArray().ToArray();
        return (Names(statements), Names(statements.Where(s => s.GetProperty("Resource") is { ValueKind: JsonValueKind.String } resource && resource.GetString() == "*")));

        static int Names(IEnumerable<JsonElement> statements) => statements.Select(s => s.GetProperty("Action"))
            .SelectMany(a => a.ValueKind == JsonValueKind.Array ? a.EnumerateArray().Select(e => e.GetString()) : [a.GetString()]).Distinct(StringComparer.Ordinal).Count();
    }

    private static string TrustOf(string roleArn) =>
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"{{roleArn}}"},"Action":["sts:AssumeRole","sts:SetSourceIdentity"]}]}""";
}
