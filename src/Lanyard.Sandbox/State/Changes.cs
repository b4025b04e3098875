namespace Lanyard.Sandbox.State;

/// <summary>
/// Counts what is changed in a sandbox, on the thread that changes it: a call is answered on one thread, so what it counted meanwhile
/// tells whether it changed something. All that holds state notes its changes here.
/// </summary>
internal static class Changes
{
    [ThreadStatic]
    private static long _count;

    /// <summary>Gets how many this thread has made.</summary>
    public static long OfThread => _count;

    /// <summary>Notes one.</summary>
    public static void Note() => _count++;
}
