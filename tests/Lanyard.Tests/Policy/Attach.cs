using Lanyard.Policy.Documents;
using Lanyard.Policy.Engine;

namespace Lanyard.Tests.Policy;

/// <summary>Policies from short texts.</summary>
internal static class Attach
{
    public static AttachedPolicy Identity(string statements, string name = "identity") =>
        new(name, PolicyKind.Identity, Document(statements));

    public static AttachedPolicy Resource(string statements) => new("resource", PolicyKind.Resource, Document(statements));

    public static AttachedPolicy Trust(string statements) => new("trust", PolicyKind.Trust, Document(statements));

    /// <summary>A document of the current language version; single quotes stand for double ones.</summary>
    public static PolicyDocument Document(string statements, string version = "2012-10-17") =>
        PolicyDocumentReader.Read($"{{'Version':'{version}','Statement':[{statements}]}}".Replace('\'', '"'), path: null);
}
