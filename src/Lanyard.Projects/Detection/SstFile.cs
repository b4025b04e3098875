namespace Lanyard.Projects.Detection;

/// <summary>SST: <c>sst.config.ts</c>, whose function <c>config</c> (v2) or <c>app</c> (v3 and later) names profile, Region and account.</summary>
internal static class SstFile
{
    private static readonly string[] Names = ["sst.config.ts", "sst.config.mts", "sst.config.js", "sst.config.mjs", "sst.config.cts", "sst.config.cjs"];

    public static void Read(ProjectFolder folder, PackageFile package, Findings findings)
    {
        foreach (var name in Names)
        {
            var file = folder.File(name);
            if (file.Problem is { } problem)
            {
                findings.NotReadable("the file", problem, new FilePlace(name, 1));
            }

            if (folder.Text(name) is { } text)
            {
                Read(text, name, package, findings);
                return;
            }
        }
    }

    private static void Read(string text, string file, PackageFile package, Findings findings)
    {
        var tokens = ScriptTokens.Of(text);
        var isIon = tokens.Any(t => t.Is("$config"));
        var version = package.VersionOf("sst");
        var major = PackageFile.MajorOf(version) is { } number and > 1 ? number : isIon ? (int?)null : 2;
        findings.Tool(
            major is null ? "sst" : FormattableString.Invariant($"sst-{major}"), major is null ? "SST v3 or later" : FormattableString.Invariant($"SST v{major}"), version,
            package.PlaceOf("sst") ?? new FilePlace(file, 1));
        foreach (var (stage, line) in StagesIn(tokens))
        {
            findings.Stage(stage, "a comparison with the stage", new FilePlace(file, line));
        }

        var values = new ScriptValues(tokens);
        if (BodyOf(tokens, values, isIon ? "app" : "config") is not var (start, end))
        {
            findings.NotReadable(isIon ? "app" : "config", "there is no such function in it", new FilePlace(file, 1));
            return;
        }

        for (var i = start; i < end; i++)
        {
            if (IsSetting(tokens, i))
            {
                ReadSetting(tokens, values, i, file, findings);
            }
        }
    }

    // A property's name: after what opens an object or ends the property before it.
    private static bool IsSetting(List<ScriptToken> tokens, int i) =>
        i > 0 && tokens[i].Kind is ScriptTokenKind.Word or ScriptTokenKind.Text
        && tokens[i].Value is "profile" or "region" or "name" or "allowedAccountIds" or "roleArn"
        && (tokens[i - 1].Is("{") || tokens[i - 1].Is(",")) && i + 1 < tokens.Count && (tokens[i + 1].Is(":") || tokens[i + 1].Is(",") || tokens[i + 1].Is("}"));

    private static void ReadSetting(List<ScriptToken> tokens, ScriptValues values, int i, string file, Findings findings)
    {
        var setting = tokens[i].Value;
        var start = tokens[i + 1].Is(":") ? i + 2 : i;
        if (start == i && tokens[i].Kind == ScriptTokenKind.Text)
        {
            return;
        }

        if (values.Read(start, values.EndOfExpression(start, isStatement: false)) is not { } found)
        {
            if (setting != "name")
            {
                findings.NotReadable(setting, "it is computed, and nothing of the project is run", new FilePlace(file, tokens[i].Line));
            }

            return;
        }

        foreach (var value in found)
        {
            var place = new FilePlace(file, value.Line);
            if (value.Stage is { } stage && setting != "name")
            {
                findings.Stage(stage, setting, place);
            }

            switch (setting)
            {
                case "name" when value.Stage is null:
                    findings.Project(value.Text, setting, place);
                    break;
                case "profile":
                    findings.Value(DeclarationKind.Profile, value.Stage, value.Text, setting, place);
                    break;
                case "region":
                    findings.Value(DeclarationKind.Region, value.Stage, value.Text, setting, place);
                    break;
                case "allowedAccountIds":
                    findings.Value(DeclarationKind.Account, value.Stage, value.Text, setting, place);
                    break;
                case "roleArn" when AwsShapes.AccountOfRole(value.Text) is { } account:
                    findings.Value(DeclarationKind.Account, value.Stage, account, setting, place);
                    break;
            }
        }
    }

    // stage === "prod", "prod" === stage, stage ?? "dev", ["prod", "staging"].includes(stage)
    private static IEnumerable<(string Stage, int Line)> StagesIn(List<ScriptToken> tokens)
    {
        for (var i = 0; i + 2 < tokens.Count; i++)
        {
            var (left, sign, right) = (tokens[i], tokens[i + 1], tokens[i + 2]);
            var compares = ScriptValues.IsComparison(sign);
            if (IsStage(left) && right.Kind == ScriptTokenKind.Text && (compares || sign.Is("??") || sign.Is("||")))
            {
                yield return (right.Value, right.Line);
            }
            else if (compares && left.Kind == ScriptTokenKind.Text && (IsStage(right) || (i + 4 < tokens.Count && tokens[i + 3].Is(".") && IsStage(tokens[i + 4]))))
            {
                yield return (left.Value, left.Line);
            }
        }

        for (var i = 0; i + 4 < tokens.Count; i++)
        {
            if (tokens[i].Is("]") && tokens[i + 1].Is(".") && tokens[i + 2].Is("includes") && tokens.Skip(i + 4).Take(4).Any(IsStage))
            {
                for (var at = i - 1; at >= 0 && !tokens[at].Is("["); at--)
                {
                    if (tokens[at].Kind == ScriptTokenKind.Text)
                    {
                        yield return (tokens[at].Value, tokens[at].Line);
                    }
                }
            }
        }

        static bool IsStage(ScriptToken token) => token is { Kind: ScriptTokenKind.Word, Value: "stage" };
    }

    private static (int Start, int End)? BodyOf(List<ScriptToken> tokens, ScriptValues values, string name)
    {
        for (var i = 0; i + 2 < tokens.Count; i++)
        {
            if (!tokens[i].Is(name) || (i > 0 && tokens[i - 1].Is(".")))
            {
                continue;
            }

            // config(input) {, config: (input) => (, config: async function (input) {
            var open = i + 1;
            while (open < tokens.Count && open < i + 6 && !tokens[open].Is("("))
            {
                open++;
            }

            var body = open < tokens.Count && tokens[open].Is("(") ? values.Close(open) : -1;
            while (body >= 0 && body < tokens.Count && !tokens[body].Is("{"))
            {
                body++;
            }

            if (body >= 0 && body < tokens.Count)
            {
                return (body, values.Close(body) is >= 0 and var end ? end : tokens.Count);
            }
        }

        return null;
    }
}
