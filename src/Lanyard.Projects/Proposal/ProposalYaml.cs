using System.Text;

namespace Lanyard.Projects.Proposal;

/// <summary>Writes a proposal as the two files.</summary>
internal static class ProposalYaml
{
    // Words that YAML 1.1 or our reader take for something else than text.
    private static readonly string[] Reserved = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

    public static string Write(ProjectProposal proposal)
    {
        var text = new StringBuilder();
        var files = proposal.Declared.All.Select(d => d.Place.File).Concat(proposal.Declared.Tools.Select(t => t.Place.File)).Distinct().Take(6).ToArray();
        text.Append("# Stages: what --stage NAME means, for everybody in the team. No secrets in here.\n");
        if (files.Length > 0)
        {
            text.Append("# Made by `lanyard init` from ").AppendJoin(", ", files.Select(file => new string([.. file.Where(c => !char.IsControl(c))]))).Append(".\n");
        }

        text.Append("version: 1\n");
        if (proposal.Project is { } project)
        {
            text.Append($"project: {Plain(project)}\n");
        }

        if (proposal.Sessions.Count > 0)
        {
            text.Append("sessions:\n");
            foreach (var session in proposal.Sessions)
            {
                text.Append($"  {Plain(session.Name)}: {{ startUrl: {Quoted(session.StartUrl)}, region: {Plain(session.Region)} }}\n");
            }
        }

        text.Append("stages:\n");
        foreach (var stage in proposal.Stages.Where(s => s.IsComplete))
        {
            AppendStage(text, stage, proposal.Endpoint, "  ");
        }

        foreach (var stage in proposal.Stages.Where(s => !s.IsComplete))
        {
            text.Append($"\n  # To complete, then uncomment. Missing: {string.Join("; ", stage.Missing)}.\n");
            AppendStage(text, stage, proposal.Endpoint, "  # ");
        }

        return text.ToString();
    }

    public static string? WriteLocal(ProjectProposal proposal)
    {
        var stages = proposal.Stages.Where(s => s is { IsComplete: true, LocalProfile: not null }).ToArray();
        return stages.Length == 0 ? null
            : "# Profiles of this machine alone: not for git.\nversion: 1\nstages:\n" + string.Concat(stages.Select(s => $"  {Plain(s.Name)}: {{ profile: {Quoted(s.LocalProfile!)} }}\n"));
    }

    private static void AppendStage(StringBuilder text, ProposedStage stage, string? endpoint, string indent)
    {
        text.Append($"{indent}{Plain(stage.Name)}:\n");
        if (stage.Match.Count > 0)
        {
            text.Append($"{indent}  match: [{string.Join(", ", stage.Match.Select(Plain))}]\n");
        }

        text.Append($"{indent}  account: {(stage.Account is { } account ? Quoted(account) : "\"\"  # 12 digits")}\n");
        text.Append($"{indent}  region: {(stage.Region is { } region ? Plain(region) : "# such as eu-west-1")}\n");
        text.Append(indent).Append("  access: ").Append(stage.Access switch
        {
            ProposedAccess.PermissionSet set => $"{{ session: {Plain(set.Session)}, permissionSet: {Plain(set.Name)} }}",
            ProposedAccess.Role role => $"{{ role: {Quoted(role.Arn)}, from: {Plain(role.From)} }}",
            _ => "{ session: NAME, permissionSet: NAME }  # or { role: ARN, from: STAGE }",
        }).Append('\n');
        text.Append(endpoint is null ? "" : $"{indent}  endpoint: {Quoted(endpoint)}\n");
        if (stage.Protected)
        {
            text.Append($"{indent}  protected: true\n");
        }
    }

    private static string Plain(string value) =>
        char.IsAsciiLetter(value[0]) && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && !Reserved.Contains(value, StringComparer.OrdinalIgnoreCase)
            ? value : Quoted(value);

    private static string Quoted(string value) => $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
