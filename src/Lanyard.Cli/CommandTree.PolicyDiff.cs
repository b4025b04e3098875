using System.CommandLine;
using Lanyard.Cli.Commands.Policies.Check;
using Lanyard.Cli.Commands.Policies.Diff;
using Lanyard.Policy.Engine;

namespace Lanyard.Cli;

/// <content>The command <c>policy diff</c>.</content>
internal sealed partial class CommandTree
{
    private Command Diff()
    {
        var before = new Argument<string>("OLD") { Description = "the earlier policy: a file, a folder of them, or - for stdin" };
        var after = new Argument<string>("NEW") { Description = "the later policy, likewise" };
        var type = new Option<string?>("--type") { Description = "identity, resource, trust, scp, rcp, boundary or session; seen from the documents if left out", HelpName = "TYPE" };
        type.AcceptOnlyFromAmong([.. CheckedKinds.Select(Readable.Name)]);
        var noNewAccess = new Option<bool>("--no-new-access") { Description = "end with exit code 3 unless it is proved that NEW allows nothing that OLD doesn't" };
        var noAccessTo = Files("--no-access-to", "end with exit code 3 unless it is proved that NEW grants nothing of this: {\"actions\": […], \"resources\": […]}, or a policy");
        var (moreOld, moreNew) = (Files("--old", "another policy beside OLD"), Files("--new", "another policy beside NEW"));
        var (boundary, oldBoundary, newBoundary) = Sided("boundary", "the permissions boundary");
        var (session, oldSession, newSession) = Sided("session", "a session policy");
        var (scp, oldScp, newScp) = Sided("scp", "an SCP; each is a level that must allow, a folder a level with several");
        var command = Make("diff", "what NEW allows that OLD doesn't and the other way round, over all requests, each time with a request that proves it",
            ["lanyard policy diff old.json new.json", "lanyard policy diff --no-new-access main/ branch/", "lanyard policy diff old.json new.json --boundary boundary.json --scp org.json",
                "lanyard policy diff old.json new.json --no-access-to secrets.json"],
            (result, _) =>
            {
                IReadOnlyList<string> Of(params Option<string[]>[] options) => [.. options.SelectMany(option => result.GetValue(option) ?? [])];
                var kind = result.GetValue(type) is { } name ? CheckedKinds.First(one => Readable.Name(one) == name) : (PolicyKind?)null;
                return Task.FromResult(DiffCommand.Run(
                    new DiffInput(
                        OptionsOf(result),
                        new DiffSources([result.GetValue(before)!, .. Of(moreOld)], Of(boundary, oldBoundary), Of(session, oldSession), Of(scp, oldScp)),
                        new DiffSources([result.GetValue(after)!, .. Of(moreNew)], Of(boundary, newBoundary), Of(session, newSession), Of(scp, newScp)),
                        kind, result.GetValue(noNewAccess), Of(noAccessTo)),
                    surroundings));
            },
            type, noNewAccess, noAccessTo, moreOld, moreNew, boundary, oldBoundary, newBoundary, session, oldSession, newSession, scp, oldScp, newScp);
        command.Add(before);
        command.Add(after);
        return command;
    }

    private static (Option<string[]> Both, Option<string[]> Old, Option<string[]> New) Sided(string name, string what) =>
        (Files($"--{name}", $"{what}, of both sides"), Files($"--old-{name}", $"{what}, of OLD alone"), Files($"--new-{name}", $"{what}, of NEW alone"));

    private static Option<string[]> Files(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}
