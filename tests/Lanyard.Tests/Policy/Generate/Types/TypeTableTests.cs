using System.Text.Json;
using System.Text.RegularExpressions;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Generate;
using Lanyard.Policy.Generate.Types;

namespace Lanyard.Tests.Policy.Generate.Types;

/// <summary>The chapters of the <c>.needs</c> files.</summary>
public sealed partial class TypeTableTests
{
    public static TheoryData<string> Files => [.. TypeTable.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_chapter_is_of_the_files_service_and_stands_there_once(string file)
    {
        var text = File.ReadAllLines(Path.Combine(Repository.Root, "src", "Lanyard.Policy", "Generate", "Types", file + ".needs"));
        var types = text.Where(line => line.StartsWith("type ", StringComparison.Ordinal)).Select(line => line[5..].Trim()).ToArray();
        Assert.Equal(types.Distinct(), types);
        Assert.All(types, type => Assert.Equal(file, TypeTable.FileOf(type)));
        Assert.Equal(types.Order(StringComparer.Ordinal), TypeTable.Of(file).Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_action_is_one_that_the_catalogue_has(string file)
    {
        var unknown = from type in TypeTable.Of(file).Values
                      from line in type.Lines
                      from action in line.Actions
                      where Catalogue.Embedded.FindAction(action)?.FullName != action
                      select $"{type.Type}: {action}";
        Assert.Empty(unknown);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_that_take_no_resource_are_needed_on_a_star_and_others_not_without_a_reason(string file)
    {
        var wrong = from type in TypeTable.Of(file).Values
                    from line in type.Lines
                    from action in line.Actions
                    let known = Catalogue.Embedded.FindAction(action)
                    where known is { IsWithoutResourceTypes: true } ? line.Resources is not ["*"]
                        : line.Resources is ["*"] ? line.Reason is null
                        : line.Resources.IsEmpty && type.Arns.IsEmpty
                    select $"{type.Type}: {action}";
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_published_permission_of_a_handler_is_needed_in_its_phase_or_dropped_with_its_reason()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Conformance.File("cfn-handler-permissions.json")));
        var missing = new List<string>();
        foreach (var type in TypeTable.Files.SelectMany(file => TypeTable.Of(file).Values))
        {
            if (!document.RootElement.TryGetProperty(type.Type, out var handlers))
            {
                continue;
            }

            // Stack operations don't list: the list handler serves the resource scans of the console.
            var dropped = type.Dropped.Select(d => d.Action).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var handler in handlers.EnumerateObject().Where(h => h.Name != "list"))
            {
                var phase = Enum.Parse<NeedPhases>(handler.Name, ignoreCase: true);
                var needed = type.Lines.Where(l => (l.Phases & phase) != 0).SelectMany(l => l.Actions).ToHashSet(StringComparer.OrdinalIgnoreCase);
                missing.AddRange(handler.Value.EnumerateArray().Select(p => p.GetString()!)
                    .Where(p => !needed.Contains(p) && !dropped.Contains(p) && !(IsOfTheRole(p) && type.Lines.Any(l => l.Actions.Contains(p, StringComparer.OrdinalIgnoreCase))))
                    .Select(p => $"{type.Type}: {handler.Name} {p}"));
            }
        }

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_type_that_a_value_is_taken_for_has_a_chapter_with_an_ARN(string file)
    {
        var casts = from type in TypeTable.Of(file).Values
                    from text in type.Lines.SelectMany(l => l.Resources.Concat(l.Conditions.SelectMany(c => c.Values))).Concat(type.Arns).Concat(type.Attributes.Values).Append(type.Ref)
                    from Match cast in Cast().Matches(text)
                    let name = cast.Groups["type"].Value
                    where name is not ("s3" or "s3-bucket" or "ecr") && TypeTable.Find(name) is not { Arns.Length: > 0 }
                    select $"{type.Type}: {cast.Value}";
        Assert.Empty(casts);
    }

    // A role is passed, and a linked one made, where something is made or changed; the schemas name both for the code that their handlers share.
    private static bool IsOfTheRole(string permission) => permission.ToUpperInvariant() is "IAM:PASSROLE" or "IAM:CREATESERVICELINKEDROLE";

    [GeneratedRegex(@"\$\{[^}:]+:(?<type>[^}]+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Cast();
}
