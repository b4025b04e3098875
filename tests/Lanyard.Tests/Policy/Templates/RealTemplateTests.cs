using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Lint;
using Lanyard.Projects.Yaml;

namespace Lanyard.Tests.Policy.Templates;

/// <summary>Templates that deploy tools wrote.</summary>
public class RealTemplateTests
{
    [Theory]
    [InlineData("cdk/orders-dev.template.json")]
    [InlineData("serverless-v3/prod.update-stack.json")]
    [InlineData("serverless-v3/serverless.yml")]
    [InlineData("sst-v2/prod-orders-Orders.template.json")]
    [InlineData("amplify-gen2/amplifyordersalicesandboxffd81d1d3cfunction9961FB4B.nested.template.json")]
    public void Each_policy_is_found_and_no_finding_rests_on_what_the_deployment_decides(string file)
    {
        var text = File.ReadAllText(Conformance.File($"../templates/{file}"));
        var isJson = file.EndsWith(".json", StringComparison.Ordinal);
        var root = isJson ? JsonTextReader.Read(text, null, 10_000_000) : YamlJson.Read(text, file);
        var documents = CheckedDocument.CheckAll(root, isJson ? text : null, null, Catalogue.Embedded);
        Assert.NotEmpty(documents);
        var errors = documents.SelectMany(document => document.Findings.Where(finding => finding.Rule.Severity == Severity.Error).Select(finding => $"{document.Policy.Name} {finding.Place.Start} {finding.Rule.Id}: {finding.Message}"));
        Assert.Empty(errors);
        Assert.All(documents, document => Assert.Equal('{', isJson ? text[document.Policy.Place.Start.Offset] : '{'));
    }
}
