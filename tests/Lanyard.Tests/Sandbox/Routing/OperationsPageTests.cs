using Lanyard.Sandbox;

namespace Lanyard.Tests.Sandbox.Routing;

/// <summary>The page of the documentation that lists what the sandbox speaks.</summary>
public sealed class OperationsPageTests
{
    [Fact]
    public void Lists_of_each_service_the_operations_that_the_sandbox_speaks()
    {
        var listed = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var service = "";
        foreach (var line in File.ReadAllLines(Path.Combine(Repository.Root, "docs", "sandbox-operations.md")))
        {
            service = line.StartsWith("## ", StringComparison.Ordinal) ? line[3..] : service;
            if (line.StartsWith("| `", StringComparison.Ordinal))
            {
                (listed.TryGetValue(service, out var names) ? names : listed[service] = []).Add(line.Split('`')[1]);
            }
        }

        Assert.Equal(SandboxServer.Operations.Keys.Order(StringComparer.Ordinal), listed.Keys.Order(StringComparer.Ordinal));
        Assert.All(SandboxServer.Operations, s => Assert.Equal(s.Value, listed[s.Key].Order(StringComparer.Ordinal)));
    }
}
