namespace Lanyard.Credentials.SharedConfig.Editing;

/// <summary>The name of a setting, or of one below it: <c>region</c>, <c>s3.max_queue_size</c>.</summary>
/// <param name="Name">The setting's name, in lower case.</param>
/// <param name="Sub">The name below it, in lower case; null for the setting itself.</param>
public sealed record SettingKey(string Name, string? Sub)
{
    /// <summary>Reads what was typed. As for the AWS CLI, the first dot leads to a setting below.</summary>
    /// <param name="text">The text.</param>
    public static SettingKey Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string lower = text.ToLowerInvariant();
        int dot = lower.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? new(lower, null) : new(lower[..dot], lower[(dot + 1)..]);
    }

    /// <summary>Writes it as it is typed.</summary>
    public override string ToString() => Sub is null ? Name : $"{Name}.{Sub}";
}
