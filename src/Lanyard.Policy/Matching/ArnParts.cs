namespace Lanyard.Policy.Matching;

/// <summary>A text split at its first five colons, without copying any of it.</summary>
internal readonly struct ArnParts
{
    private readonly int _partition;
    private readonly int _service;
    private readonly int _region;
    private readonly int _account;
    private readonly int _resource;

    /// <summary>Splits a text.</summary>
    public ArnParts(ReadOnlySpan<char> text)
    {
        var start = text.StartsWith("arn:", StringComparison.Ordinal) ? 4 : -1;
        _partition = start;
        _service = start = Next(text, start);
        _region = start = Next(text, start);
        _account = start = Next(text, start);
        _resource = Next(text, start);
    }

    /// <summary>Whether the text has the six parts of an ARN and starts with <c>arn:</c>.</summary>
    public bool IsArn => _resource > 0;

    /// <summary>The part between two of the first five colons, and what is behind the fifth.</summary>
    /// <param name="text">The text that was split.</param>
    /// <param name="number">Which part: 1 is the partition, 5 the resource.</param>
    public ReadOnlySpan<char> Part(ReadOnlySpan<char> text, int number)
    {
        var (start, next) = Bounds(text.Length, number);
        return text[start..next];
    }

    /// <summary>Where a part starts and ends.</summary>
    public (int Start, int End) Bounds(int length, int number) => number switch
    {
        1 => (_partition, _service - 1),
        2 => (_service, _region - 1),
        3 => (_region, _account - 1),
        4 => (_account, _resource - 1),
        _ => (_resource, length),
    };

    private static int Next(ReadOnlySpan<char> text, int start)
    {
        var colon = start < 0 ? -1 : text[start..].IndexOf(':');
        return colon < 0 ? -1 : start + colon + 1;
    }
}
