namespace Lanyard.Projects;

/// <summary>Which stage a name means.</summary>
internal static class StageSelection
{
    private const string UserVariable = "$USER";

    public static Stage Find(ProjectFile file, string name, string? userName)
    {
        for (var i = 0; i < file.Stages.Count; i++)
        {
            if (file.Stages[i].Name == name)
            {
                return file.Stages[i];
            }
        }

        return FindByPattern(file, name, userName);
    }

    // Apart, so that a stage called by its name doesn't wait for what only patterns need.
    private static Stage FindByPattern(ProjectFile file, string name, string? userName)
    {
        var matching = file.Stages.Where(stage => stage.Match.Any(pattern => Matches(pattern, name, userName))).ToList();
        return matching.Count switch
        {
            1 => matching[0],
            0 => throw Unknown(file, name),
            _ => throw Ambiguous(file, name, matching),
        };
    }

    /// <summary>True if the pattern is one that can be used: some text, and no variable but <c>$USER</c>.</summary>
    public static bool IsPattern(string pattern) =>
        pattern.Length is > 0 and <= 128
        && !pattern.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        && !pattern.Replace(UserVariable, "", StringComparison.Ordinal).Contains('$');

    /// <summary>Case counts. A <c>*</c> in the user's name is a character, not a wildcard.</summary>
    public static bool Matches(string pattern, string name, string? userName)
    {
        if (string.IsNullOrEmpty(userName) && pattern.Contains(UserVariable, StringComparison.Ordinal))
        {
            return false;
        }

        var pieces = pattern.Split('*');
        for (var i = 0; i < pieces.Length; i++)
        {
            pieces[i] = pieces[i].Replace(UserVariable, userName, StringComparison.Ordinal);
        }

        if (pieces.Length == 1)
        {
            return name == pieces[0];
        }

        var (first, last) = (pieces[0], pieces[^1]);
        if (name.Length < first.Length + last.Length
            || !name.StartsWith(first, StringComparison.Ordinal) || !name.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = name.AsSpan(first.Length, name.Length - first.Length - last.Length);
        foreach (var piece in pieces.AsSpan(1, pieces.Length - 2))
        {
            var at = rest.IndexOf(piece, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + piece.Length)..];
        }

        return true;
    }

    private static ProjectFileException Unknown(ProjectFile file, string name)
    {
        var nearest = Nearest.Of(name, file.Stages.Select(stage => stage.Name));
        var guess = nearest is null ? "" : $"; did you mean {Shown.Quote(nearest)}?";
        var fix = nearest is null ? "use one of these names, or add the name to a stage's match list" : $"use --stage {nearest}";
        return At(
            file,
            file.Stages[0],
            ProjectFileCodes.UnknownStage,
            $"there is no stage {Shown.Quote(name)}; the stages are {string.Join(", ", file.Stages.Select(Describe))}{guess}",
            fix);
    }

    private static ProjectFileException Ambiguous(ProjectFile file, string name, List<Stage> matching) =>
        At(
            file,
            matching[1],
            ProjectFileCodes.AmbiguousStage,
            $"the name {Shown.Quote(name)} is matched by more than one stage: {string.Join(", ", matching.Select(Describe))}",
            $"use a stage's own name (--stage {matching[0].Name}), or narrow the match lists");

    private static string Describe(Stage stage) =>
        stage.Match.Count == 0 ? stage.Name : $"{stage.Name} (matches {string.Join(", ", stage.Match)})";

    private static ProjectFileException At(ProjectFile file, Stage stage, string code, string message, string fix) =>
        new(file.Path, stage.Line, stage.Column, code, message, fix);
}
