namespace Lanyard.EndToEnd.Differences;

/// <summary>What a state led to.</summary>
/// <param name="AccessKeyId">The access key id; null for an error, or for nothing.</param>
/// <param name="Error">What went wrong, in the words of who resolved it.</param>
/// <param name="ProcessRuns">How often a <c>credential_process</c> ran.</param>
/// <param name="HasToken">Whether a session token came with the key; null where that isn't said.</param>
internal sealed record Answer(string? AccessKeyId, string? Error, int ProcessRuns, bool? HasToken)
{
    /// <summary>Gives how another answer to the same state differs; null where it doesn't. Errors count as one: their words are compared elsewhere.</summary>
    public string? DifferenceTo(Answer other) => AccessKeyId != other.AccessKeyId
        ? $"{this}, and {other}"
        : ProcessRuns != other.ProcessRuns
        ? $"{this} after {ProcessRuns} runs of the credential_process, and {other.ProcessRuns}"
        : AccessKeyId is not null && (HasToken ?? other.HasToken) != (other.HasToken ?? HasToken)
        ? $"{this} {(HasToken == true ? "with" : "without")} a session token, and {(other.HasToken == true ? "with" : "without")}"
        : null;

    /// <inheritdoc/>
    public override string ToString() => AccessKeyId ?? $"an error ({Error})";
}
