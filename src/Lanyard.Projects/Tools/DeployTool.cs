namespace Lanyard.Projects.Tools;

/// <summary>The deploy tools whose command lines Lanyard can read.</summary>
public enum DeployTool
{
    /// <summary>Another program.</summary>
    None,

    /// <summary>SST.</summary>
    Sst,

    /// <summary>Serverless Framework, and osls.</summary>
    Serverless,

    /// <summary>AWS CDK.</summary>
    Cdk,

    /// <summary>AWS SAM.</summary>
    Sam,

    /// <summary>Amplify Gen 1.</summary>
    Amplify,

    /// <summary>Amplify Gen 2.</summary>
    Ampx,
}

/// <summary>One program that a command starts, its runners and shells taken away.</summary>
/// <param name="Words">Its words, its own name first; null for one that only a shell can work out.</param>
/// <param name="Variables">What is set for it on the command line, beside the environment; null for what is taken away.</param>
/// <param name="Folder">The folder it runs in; null where that can't be known.</param>
/// <param name="Origin">Where its words stand, for messages: <c>the command</c>, or a script with its file.</param>
public sealed record ChildCall(
    IReadOnlyList<string?> Words, IReadOnlyDictionary<string, string?> Variables, string? Folder, string Origin)
{
    /// <summary>Gets the tool it is.</summary>
    public DeployTool Tool { get; } = Words[0] switch
    {
        "sst" => DeployTool.Sst,
        "serverless" or "sls" or "osls" => DeployTool.Serverless,
        "cdk" or "aws-cdk" => DeployTool.Cdk,
        "sam" => DeployTool.Sam,
        "amplify" or "@aws-amplify/cli" => DeployTool.Amplify,
        "ampx" or "@aws-amplify/backend-cli" => DeployTool.Ampx,
        _ => DeployTool.None,
    };

    /// <summary>Gets the program's name, without its folder and version.</summary>
    public string Program => Words[0]!;

    /// <summary>Gets the word behind its name, such as <c>deploy</c>; null where there is none, or it isn't a plain word.</summary>
    public string? Subcommand => Words.Count > 1 && Words[1] is { Length: > 0 and <= 40 } word
        && word[0] != '-' && word.All(c => char.IsAsciiLetterLower(c) || c is '-' or ':') ? word : null;
}
