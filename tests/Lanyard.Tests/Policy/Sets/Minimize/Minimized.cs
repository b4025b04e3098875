using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Sets.Minimize;

namespace Lanyard.Tests.Policy.Sets.Minimize;

/// <summary>Documents minimised, from short texts to short texts.</summary>
internal static class Minimized
{
    public static MinimizedPolicy Of(PolicyDocument document, MinimizeOptions? options = null, PolicyKind kind = PolicyKind.Identity) =>
        new PolicyMinimizer(Catalogue.Embedded, new EqualityProof(kind, Catalogue.Embedded)).Minimize(document, options ?? new MinimizeOptions());

    /// <summary>Minimises statements; single quotes stand for double ones, in what comes out too.</summary>
    public static string Text(string statements, MinimizeOptions? options = null, PolicyKind kind = PolicyKind.Identity)
    {
        var found = Of(Attach.Document(statements), options, kind);
        Assert.Null(found.Unproved);
        return Statements(found.Document);
    }

    /// <summary>The statements of a document, without white space.</summary>
    public static string Statements(PolicyDocument document)
    {
        var text = PolicyDocumentWriter.Write(document, indented: false).Replace('"', '\'');
        return text["{'Version':'2012-10-17','Statement':[".Length..^"]}".Length];
    }
}
