namespace Lanyard.Credentials.Sources.Dialects;

/// <summary>An exception of the AWS SDK for .NET, as far as it decides what the SDK does next.</summary>
/// <param name="message">What the SDK says.</param>
/// <param name="why">What is wrong, in our words, with the file and line or the variable.</param>
/// <param name="at">The setting that leads to it.</param>
internal sealed class DotNetError(string message, string why, Origin? at = null) : Exception(message)
{
    /// <summary>Gets what is wrong, in our words.</summary>
    public string Why { get; } = why;

    /// <summary>Gets the setting that leads to it.</summary>
    public Origin? At { get; } = at;

    /// <summary>Gets whether it is an <c>InvalidDataException</c>, which a role's profile takes for its own.</summary>
    public bool IsInvalidData { get; init; }

    /// <summary>Gets whether it is an <c>AmazonClientException</c>, which the search for a region doesn't swallow.</summary>
    public bool IsClientError { get; init; }

    /// <summary>Gets whether the process ends with it: the SDK calls itself until the stack is full.</summary>
    public bool IsCrash { get; init; }

    /// <summary>Ends as the SDK does when settings lead in a circle that it doesn't see.</summary>
    public static DotNetError Crash(string why, Origin? at) => new("Stack overflow.", why, at) { IsCrash = true };
}
