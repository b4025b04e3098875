namespace Lanyard.Sandbox.CloudFormation;

/// <summary>The token by which a request is known when it comes again: "ClientRequestToken", AWS CloudFormation API Reference.</summary>
/// <param name="text">The token; <see langword="null"/> where the request brings none.</param>
/// <param name="answer">What the same request was answered before; <see langword="null"/> where it comes for the first time.</param>
/// <param name="keep">Keeps what it is answered now.</param>
internal sealed class RequestToken(string? text, string? answer, Action<string> keep)
{
    public string? Text { get; } = text;

    /// <summary>Gets the ARN that the same request was answered; <see langword="null"/> where it comes for the first time.</summary>
    public string? Answer { get; } = answer;

    /// <summary>Keeps the ARN that the request is answered.</summary>
    public void Keep(string id) => keep(id);
}
