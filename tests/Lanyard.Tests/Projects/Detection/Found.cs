using System.Text;
using Lanyard.Projects.Detection;

namespace Lanyard.Tests.Projects.Detection;

/// <summary>Looks at projects that are made of texts, and tells what was found in a form that reads well in a test.</summary>
internal static class Found
{
    public static ProjectDeclarations In(params (string Name, string Text)[] files) => ProjectDeclarations.Find(Folder(files));

    public static ProjectFolder Folder(params (string Name, string Text)[] files)
    {
        var all = files.ToDictionary(f => f.Name, f => Encoding.UTF8.GetBytes(f.Text));
        return new ProjectFolder(name => new FolderFile(all.GetValueOrDefault(name), null), () => [.. all.Keys.Where(name => !name.Contains('/'))]);
    }

    /// <summary>The tools: <c>sst-2 package.json:1</c>.</summary>
    public static string[] Tools(this ProjectDeclarations found) => [.. found.Tools.Select(t => $"{t.Id} {t.Place}")];

    /// <summary>The values of one kind: <c>dev=acme-dev@serverless.yml:3</c>, with <c>*</c> for every stage.</summary>
    public static string[] Of(this ProjectDeclarations found, DeclarationKind kind) =>
        [.. found.All.Where(d => d.Kind == kind).Select(d => $"{d.Stage ?? "*"}={d.Value}@{d.Place}")];

    /// <summary>The names of the stages.</summary>
    public static string[] Stages(this ProjectDeclarations found) => [.. found.All.Select(d => d.Stage).OfType<string>().Distinct()];

    /// <summary>What can't be read: <c>profile@sst.config.ts:4</c>.</summary>
    public static string[] NotReadable(this ProjectDeclarations found) =>
        [.. found.All.Where(d => d.Kind == DeclarationKind.NotReadable).Select(d => $"{d.Setting}@{d.Place}")];
}
