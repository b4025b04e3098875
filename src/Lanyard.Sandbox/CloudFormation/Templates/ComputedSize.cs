namespace Lanyard.Sandbox.CloudFormation.Templates;

/// <summary>Bounds what is computed for one operation on a stack: functions of functions can make terabytes of a kilobyte.</summary>
internal sealed class ComputedSize
{
    private const int Most = 8 * 1024 * 1024;

    // What a value takes beside its text.
    private const int Each = 64;

    private int _left = Most;

    /// <summary>Counts a text.</summary>
    /// <returns>The text.</returns>
    /// <exception cref="ServiceFault">All of them together are too large.</exception>
    public string Count(string text)
    {
        _left -= Math.Min(text.Length + Each, _left + 1);
        return _left >= 0 ? text : throw Faults.Validation($"Template error: the values that its functions give are larger than {Most} characters");
    }
}
