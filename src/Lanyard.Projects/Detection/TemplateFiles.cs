namespace Lanyard.Projects.Detection;

/// <summary>Finds plain CloudFormation: a template in the project's folder, where no other tool is.</summary>
internal static class TemplateFiles
{
    public static void Read(ProjectFolder folder, Findings findings)
    {
        if (findings.Tools.Count > 0)
        {
            return;
        }

        foreach (var name in folder.Names().Where(IsTemplateName))
        {
            if (folder.Text(name) is { } text && LineOf(text, "AWSTemplateFormatVersion") is { } line)
            {
                findings.Tool("cloudformation", "CloudFormation", null, new FilePlace(name, line));
                return;
            }
        }
    }

    /// <summary>The line, from 1, of the first occurrence; null where there is none.</summary>
    public static int? LineOf(string text, string what)
    {
        var at = text.IndexOf(what, StringComparison.Ordinal);
        return at < 0 ? null : 1 + text.AsSpan(0, at).Count('\n');
    }

    public static bool IsTemplateName(string name) =>
        Path.GetExtension(name) is ".yaml" or ".yml" or ".json" or ".template" && !name.Any(char.IsControl) && name is not ("package.json" or "package-lock.json" or "tsconfig.json" or "cdk.json");
}
