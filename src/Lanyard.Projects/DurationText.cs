namespace Lanyard.Projects;

/// <summary>Durations as people write them: <c>15m</c>, <c>1h</c>, <c>3600s</c>, <c>1h30m</c>.</summary>
public static class DurationText
{
    /// <summary>Parses numbers with units, larger units first, each once; false for anything else.</summary>
    /// <param name="text">The text.</param>
    /// <param name="duration">The duration.</param>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        ArgumentNullException.ThrowIfNull(text);
        duration = TimeSpan.Zero;
        var lastUnit = int.MaxValue;
        var seconds = 0L;
        var i = 0;
        while (i < text.Length)
        {
            var start = i;
            var number = 0L;
            for (; i < text.Length && char.IsAsciiDigit(text[i]); i++)
            {
                number = (number * 10) + (text[i] - '0');
            }

            var unit = i < text.Length ? text[i] switch { 'h' => 3600, 'm' => 60, 's' => 1, _ => 0 } : 0;

            // Six digits hold every duration that could be meant, and can't overflow.
            if (unit == 0 || unit >= lastUnit || i - start is 0 or > 6)
            {
                return false;
            }

            seconds += number * unit;
            lastUnit = unit;
            i++;
        }

        duration = TimeSpan.FromSeconds(seconds);
        return text.Length > 0;
    }
}
