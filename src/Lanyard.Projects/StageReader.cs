using Lanyard.Projects.Yaml;

namespace Lanyard.Projects;

/// <summary>Reads one stage of the committed file.</summary>
internal sealed class StageReader(string path, IReadOnlyDictionary<string, SsoSessionSetting> sessions, IReadOnlyList<string> stageNames)
{
    private static readonly TimeSpan ShortestSession = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan LongestSession = TimeSpan.FromHours(12);
    private static readonly TimeSpan LongestChainedSession = TimeSpan.FromHours(1);

    public Stage Read(YamlEntry entry)
    {
        var fields = Fields.Open(
            entry.Value,
            path,
            $"stage {Shown.Quote(entry.Key.Value)}",
            "match",
            "account",
            "region",
            "access",
            "protected",
            "maxSession",
            "branches",
            "ci",
            "endpoint",
            "endpoints");
        var account = ReadAccount(fields);
        var access = ReadAccess(fields, account, entry.Key.Value);
        return new Stage
        {
            Name = entry.Key.Value,
            Line = entry.Key.Line,
            Column = entry.Key.Column,
            Match = fields.Texts(
                "match",
                StageSelection.IsPattern,
                "is not a pattern: text without spaces, with * for any characters and no variable but $USER",
                "[dev, \"dev-*\", \"$USER\"]"),
            Account = account,
            Region = ReadRegion(fields),
            Access = access,
            PinnedAccess = access,
            Protected = fields.Flag("protected"),
            MaxSession = ReadMaxSession(fields, access),
            Branches = fields.Texts("branches", IsBranch, "is not a branch name or pattern: text without spaces", "[main, \"release/*\"]"),
            Ci = ReadCi(fields, account),
            Endpoints = StageEndpointReader.Read(fields),
        };
    }

    public static string ReadRegion(Fields fields)
    {
        var region = fields.RequireText("region", "eu-west-1");
        return AwsShapes.IsRegion(region.Value)
            ? region.Value
            : throw fields.Error(
                region, $"region {Shown.Quote(region.Value)} of {fields.What} has not the shape of a Region", "write it like eu-west-1");
    }

    private static string ReadAccount(Fields fields)
    {
        var account = fields.RequireText("account", "\"111111111111\"");
        if (AwsShapes.IsAccount(account.Value))
        {
            return account.Value;
        }

        // An account that begins with 0 loses digits in tools that write it back as a number.
        var hint = account.Value.Length < 12 && account.Value.All(char.IsAsciiDigit) ? "; were leading zeros lost?" : "";
        throw fields.Error(
            account,
            $"account {Shown.Quote(account.Value)} of {fields.What} is not 12 digits{hint}",
            "write all 12 digits in quotes, for example account: \"012345678901\"");
    }

    private StageAccess ReadAccess(Fields stage, string account, string stageName)
    {
        var node = stage.Require("access", "{ session: my-org, permissionSet: Developer }");
        var access = Fields.Open(node, path, "access of " + stage.What, "session", "permissionSet", "role", "from");
        var bySession = access.Find("session") is not null || access.Find("permissionSet") is not null;
        var byRole = access.Find("role") is not null || access.Find("from") is not null;
        if (bySession == byRole)
        {
            var what = byRole ? "mixes two ways in" : "is empty";
            throw access.Error(
                node, $"{access.What} {what}", "write { session: NAME, permissionSet: NAME }, or { role: ARN, from: STAGE }");
        }

        return byRole ? ReadRole(access, account, stageName) : ReadPermissionSet(access);
    }

    private StageAccess.PermissionSet ReadPermissionSet(Fields access)
    {
        var session = access.RequireText("session", "my-org");
        var name = access.RequireText("permissionSet", "Developer");
        if (!sessions.TryGetValue(session.Value, out var setting))
        {
            throw NotDefined(access, session, "session", sessions.Keys);
        }

        if (!AwsShapes.IsIamName(name.Value, longest: 32))
        {
            throw access.Error(
                name,
                $"permissionSet {Shown.Quote(name.Value)} of {access.What} is not a name: up to 32 letters, digits or +=,.@_-",
                "write the permission set's name, not its ARN");
        }

        return new StageAccess.PermissionSet(setting, name.Value);
    }

    private StageAccess.Role ReadRole(Fields access, string account, string stageName)
    {
        var role = ReadRoleArn(access, account);
        var from = access.RequireText("from", "dev");
        if (!stageNames.Contains(from.Value))
        {
            throw NotDefined(access, from, "stage", stageNames.Where(name => name != stageName));
        }

        return new StageAccess.Role(role, from.Value);
    }

    private static string ReadRoleArn(Fields fields, string account)
    {
        var role = fields.RequireText("role", $"\"arn:aws:iam::{account}:role/deploy\"");
        var roleAccount = AwsShapes.AccountOfRole(role.Value) ?? throw fields.Error(
            role,
            $"role {Shown.Quote(role.Value)} of {fields.What} is not a role's ARN",
            $"write it like \"arn:aws:iam::{account}:role/deploy\"");
        return roleAccount == account
            ? role.Value
            : throw fields.Error(
                role,
                $"role of {fields.What} is in account {roleAccount}, but the stage pins account {account}",
                "correct the one that is wrong");
    }

    private static TimeSpan? ReadMaxSession(Fields stage, StageAccess access)
    {
        var text = stage.Text("maxSession", "1h");
        if (text is null)
        {
            return null;
        }

        if (!DurationText.TryParse(text.Value, out var duration) || duration < ShortestSession || duration > LongestSession)
        {
            throw stage.Error(
                text,
                $"maxSession {Shown.Quote(text.Value)} of {stage.What} is not a duration from 15m to 12h",
                "write a number with its unit: 15m, 1h, 3600s or 1h30m");
        }

        // Asked here and not when the stage is used: a rail that can't hold must not stand in the file.
        if (access is StageAccess.PermissionSet set)
        {
            throw stage.Error(
                text,
                $"maxSession {Shown.Quote(text.Value)} of {stage.What} is impossible: how long a session of the permission set "
                + $"{Shown.Quote(set.Name)} lasts is set in IAM Identity Center, and GetRoleCredentials takes no duration",
                "remove maxSession and set the permission set's session duration there, or reach the stage by a role: access: { role: ARN, from: STAGE }");
        }

        // The credentials of another stage are a session already, and AWS gives a role assumed by a role one hour at most.
        if (access is StageAccess.Role role && duration > LongestChainedSession)
        {
            throw stage.Error(
                text,
                $"maxSession {Shown.Quote(text.Value)} of {stage.What} is impossible: its role is assumed from the stage "
                + $"{Shown.Quote(role.From)}, and AWS limits such role chaining to 1h",
                "write maxSession: 1h or less");
        }

        return duration;
    }

    private static StageCi? ReadCi(Fields stage, string account)
    {
        if (stage.Find("ci") is not { } node)
        {
            return null;
        }

        var ci = Fields.Open(node, stage.Path, "ci of " + stage.What, "role", "oidc");
        var role = ReadRoleArn(ci, account);
        var issuer = ci.RequireText("oidc", "github");
        return new StageCi(role, issuer.Value switch
        {
            "github" => OidcIssuer.GitHub,
            "gitlab" => OidcIssuer.GitLab,
            "bitbucket" => OidcIssuer.Bitbucket,
            "circleci" => OidcIssuer.CircleCi,
            _ => throw ci.Error(issuer, $"oidc {Shown.Quote(issuer.Value)} of {ci.What} is not known", "write github, gitlab, bitbucket or circleci"),
        });
    }

    private static ProjectFileException NotDefined(Fields access, YamlScalar name, string kind, IEnumerable<string> known)
    {
        var names = known.ToList();
        var nearest = Nearest.Of(name.Value, names);
        var guess = nearest is null ? "" : $"; did you mean {Shown.Quote(nearest)}?";
        var fix = names.Count == 0 ? $"define it under {kind}s" : $"define it under {kind}s, or use one of: {string.Join(", ", names)}";
        return access.Error(name, $"{access.What} uses the {kind} {Shown.Quote(name.Value)}, which the file does not define{guess}", fix);
    }

    private static bool IsBranch(string text) =>
        text.Length is > 0 and <= 255 && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c));
}
