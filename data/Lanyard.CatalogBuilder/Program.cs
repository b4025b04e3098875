using Lanyard.CatalogBuilder;
using Lanyard.Policy.Catalog;

// Builds the catalogue that the program embeds, and says what is new in it.
//   dotnet run --project data/Lanyard.CatalogBuilder [-- FILE]     another file than the embedded one
var root = AppContext.BaseDirectory;
while (!File.Exists(Path.Combine(root, "lanyard.slnx")))
{
    root = Path.GetDirectoryName(root) ?? throw new BuildException("this program isn't in its repository");
}

var embedded = Path.Combine(root, "src", "Lanyard.Policy", "Catalog", "catalogue.bin");
try
{
    var bytes = CatalogueWriter.Write(new ContentBuilder(Path.Combine(root, "data")).Build(Path.Combine(root, "artifacts", "catalogue")));
    var built = Catalogue.Read(bytes);
    var before = File.Exists(embedded) ? Names(File.ReadAllBytes(embedded)) : [];
    var now = Names(bytes);
    foreach (var (sign, name) in before.Except(now).Select(n => ('-', n)).Concat(now.Except(before).Select(n => ('+', n))).OrderBy(c => c.n, StringComparer.Ordinal).Take(before.Count == 0 ? 0 : int.MaxValue))
    {
        Console.WriteLine($"{sign} {name}");
    }

    var target = args is [var file] ? file : embedded;
    File.WriteAllBytes(target, bytes);
    Console.WriteLine(
        $"{target}: {built.Services.Count} services, {built.ActionCount} actions, {built.Actions.Count(a => a.DependentActions.Count > 0)} of them with dependent actions, "
        + $"{built.Actions.Count(a => a.PassedRoles.Count > 0)} that pass a role; {bytes.Length} bytes; {built.Version} of {built.Date:yyyy-MM-dd}");
    return 0;
}
catch (Exception e) when (e is BuildException or CatalogueException or IOException)
{
    Console.Error.WriteLine($"error: {e.Message}");
    return 1;
}

// Of a file in an older layout nothing is known.
static HashSet<string> Names(byte[] bytes)
{
    try
    {
        return [.. Catalogue.Read(bytes).Actions.Select(a => a.FullName)];
    }
    catch (CatalogueException)
    {
        return [];
    }
}
