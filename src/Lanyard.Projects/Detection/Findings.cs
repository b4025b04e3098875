using Lanyard.Projects.Yaml;

namespace Lanyard.Projects.Detection;

/// <summary>Gathers what the files say, and keeps out what has not the shape it should have.</summary>
internal sealed class Findings
{
    // Far more than a project has; a file made to be large ends here.
    private const int Most = 500;
    private const int LongestSetting = 120;
    private readonly List<DetectedTool> _tools = [];
    private readonly List<Declaration> _declarations = [];
    private readonly HashSet<(DeclarationKind, string?, string, FilePlace)> _seen = [];

    public IReadOnlyList<DetectedTool> Tools => _tools;

    public IReadOnlyList<Declaration> Declarations => _declarations;

    public void Tool(string id, string name, string? version, FilePlace place) => _tools.Add(new DetectedTool(id, name, version, place));

    public void Stage(string name, string setting, FilePlace place)
    {
        if (IsStage(name))
        {
            Add(DeclarationKind.Stage, name, name, setting, place);
        }
    }

    /// <summary>Adds a profile, Region or account; null as the stage is every stage.</summary>
    public void Value(DeclarationKind kind, string? stage, string value, string setting, FilePlace place)
    {
        if (stage is not null && !IsStage(stage))
        {
            return;
        }

        var fits = kind switch
        {
            DeclarationKind.Account => AwsShapes.IsAccount(value),
            DeclarationKind.Region => AwsShapes.IsRegion(value),
            _ => value.Length is > 0 and <= 128 && !value.Any(char.IsControl) && !Shown.HoldsAccessKeyId(value),
        };
        if (fits)
        {
            Add(kind, stage, value, setting, place);
        }
        else if (value.Length > 0)
        {
            NotReadable(setting, $"{Shown.Quote(value)} is no {(kind == DeclarationKind.Account ? "account id" : kind == DeclarationKind.Region ? "Region" : "name")}", place);
        }
    }

    public void Project(string name, string setting, FilePlace place)
    {
        // A package may be scoped: @acme/orders.
        var plain = name[(name.LastIndexOf('/') + 1)..];
        if (AwsShapes.IsName(plain, longest: 32))
        {
            Add(DeclarationKind.Project, null, plain, setting, place);
        }
    }

    public void NotReadable(string setting, string why, FilePlace place) => Add(DeclarationKind.NotReadable, null, why, setting, place);

    /// <summary>Reads a file's tree, or says why not; null where there is no such file, or it isn't readable.</summary>
    public YamlMapping? Tree(ProjectFolder folder, string name)
    {
        var file = folder.File(name);
        if (file.Bytes is null)
        {
            if (file.Problem is { } problem)
            {
                NotReadable("the file", problem, new FilePlace(name, 1));
            }

            return null;
        }

        try
        {
            var root = name.EndsWith(".json", StringComparison.Ordinal) ? JsonTree.Parse(file.Bytes, name)
                : name.EndsWith(".toml", StringComparison.Ordinal) ? TomlTree.Parse(folder.Text(name)!, name)
                : YamlText.ParseForeign(folder.Text(name)!, name);
            if (root is YamlMapping mapping)
            {
                return mapping;
            }

            NotReadable("the file", "it holds no settings", new FilePlace(name, 1));
        }
        catch (ProjectFileException e)
        {
            NotReadable("the file", $"it is broken here ({e.Code})", new FilePlace(name, e.Line));
        }

        return null;
    }

    private static bool IsStage(string name) => AwsShapes.IsName(name, longest: 64) && !Shown.HoldsAccessKeyId(name);

    private void Add(DeclarationKind kind, string? stage, string value, string setting, FilePlace place)
    {
        // Keys of the file are in it, and it is shown on a terminal.
        setting = new string([.. setting.Take(LongestSetting).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);
        if (_declarations.Count < Most && _seen.Add((kind, stage, value + '\n' + setting, place)))
        {
            _declarations.Add(new Declaration(kind, stage, value, setting, place));
        }
    }
}
