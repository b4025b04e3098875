using System.Text;
using Lanyard.Projects.Detection;
using Lanyard.Projects.Proposal;

namespace Lanyard.Cli.Commands;

/// <summary>Shows a person what is proposed, each stage with its reasons.</summary>
internal static class InitText
{
    /// <param name="proposal">What is proposed.</param>
    /// <param name="home">The home folder, which is shown as <c>~</c>.</param>
    public static string Write(ProjectProposal proposal, string? home)
    {
        var text = new StringBuilder();
        foreach (var tool in proposal.Declared.Tools)
        {
            text.Append($"found {tool.Name}: {tool.Place}\n");
        }

        if (proposal.Declared.Tools.Count == 0)
        {
            text.Append("found no deploy tool's files here\n");
        }

        text.Append(proposal.Endpoint is { } endpoint ? $"AWS_ENDPOINT_URL is {endpoint}, so each stage declares it\n" : "");
        foreach (var stage in proposal.Stages)
        {
            text.Append($"\n{stage.Name}{(stage.Protected ? " (protected)" : "")}: {Describe(stage)}\n");
            foreach (var reason in stage.Reasons)
            {
                text.Append($"  {reason.What,-8}{Shorten(reason.Why, home)}\n");
            }

            foreach (var missing in stage.Missing)
            {
                text.Append($"  missing {missing}\n");
            }
        }

        var notRead = proposal.Declared.All.Where(d => d.Kind == DeclarationKind.NotReadable).ToArray();
        text.Append(notRead.Length == 0 ? "" : "\nnot readable:\n");
        foreach (var said in notRead)
        {
            text.Append($"  {said.Place}: {said.Setting}: {said.Value}\n");
        }

        return text.Append('\n').ToString();
    }

    private static string Describe(ProposedStage stage) => $"{stage.Account ?? "account unknown"}, {stage.Region ?? "Region unknown"}, " + stage.Access switch
    {
        ProposedAccess.PermissionSet set => $"{set.Name} by {set.Session}",
        ProposedAccess.Role role => $"{role.Arn} from {role.From}",
        _ => "no way in",
    };

    private static string Shorten(string why, string? home) => string.IsNullOrEmpty(home) ? why : why.Replace(home + "/", "~/", StringComparison.Ordinal);
}
