namespace Lanyard.EndToEnd.Sandboxes;

/// <summary>An account of the default sandbox and the role that its user has there, as the documentation of the sandbox names them.</summary>
/// <param name="Stage">The stage, and the profile of the same name.</param>
/// <param name="Account">The account's id.</param>
/// <param name="Role">What the role session's ARN has between <c>assumed-role/</c> and the session's name, up to any made-up suffix.</param>
public sealed record Door(string Stage, string Account, string Role)
{
    /// <summary>The stages of the sandbox.</summary>
    public static IReadOnlyList<Door> All { get; } =
    [
        new("dev", "111111111111", "AWSReservedSSO_Developer"),
        new("staging", "222222222222", "AWSReservedSSO_Developer"),
        new("prod", "333333333333", "AWSReservedSSO_ReadOnly"),
    ];

    /// <summary>Finds one.</summary>
    public static Door Of(string stage) => All.Single(d => d.Stage == stage);
}
