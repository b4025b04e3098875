namespace Lanyard.Policy.Trust;

/// <summary>A repository of GitHub, with the ids of its owner and itself where they were given.</summary>
/// <param name="Text">As it was given, which is how subjects have it.</param>
/// <param name="Owner">The owner's name.</param>
/// <param name="OwnerId">The owner's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id.</param>
internal sealed record GitHubRepository(string Text, string Owner, string? OwnerId, string Name, string? Id)
{
    /// <summary>The provider of github.com.</summary>
    public const string Provider = "token.actions.githubusercontent.com";

    /// <summary>Reads <c>OWNER/REPO</c>, or <c>OWNER@ID/REPO@ID</c>.</summary>
    /// <exception cref="TrustException">It is neither.</exception>
    public static GitHubRepository Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var owner, var name] && IsName(owner) && IsName(name) && owner.Contains('@', StringComparison.Ordinal) == name.Contains('@', StringComparison.Ordinal)
            ? new GitHubRepository(text, owner.Split('@')[0], Id(owner), name.Split('@')[0], Id(name))
            : throw new TrustException($"{text} is no repository of GitHub", "write it as OWNER/REPO; with ids, OWNER@ID/REPO@ID");

        static string? Id(string part) => part.Split('@') is [_, var id] ? id : null;

        static bool IsName(string part) => part.Split('@') is [{ Length: > 0 } word, .. var id] && id.Length <= 1
            && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && id.All(i => i.Length > 0 && i.All(char.IsAsciiDigit));
    }

    /// <summary>Tells whether a claim says this repository or its owner, as far as their ids are known, or nothing of any.</summary>
    /// <param name="claim">The claim's name.</param>
    /// <param name="value">Its value.</param>
    public bool Fits(string claim, string value) => claim switch
    {
        "repo" => value.Split('/') is [var owner, var name] && FitsPart(owner, Owner, OwnerId) && FitsPart(name, Name, Id),
        "repository" => value == $"{Owner}/{Name}",
        "repository_owner" => value == Owner,
        "repository_owner_id" => OwnerId is null || value == OwnerId,
        "repository_id" => Id is null || value == Id,
        _ => true,
    };

    private static bool FitsPart(string part, string name, string? id) => part.Split('@') is [var word, .. var ids] && word == name && (id is null || ids.Length == 0 || (ids is [var only] && only == id));

    /// <summary>Writes a value as subjects have it: "Filtering for metadata containing `:`".</summary>
    public static string Escape(string value) => value.Replace(":", "%3A", StringComparison.Ordinal);
}
