using System.Text.Json;
using Lanyard.Tests.Policy.Scenarios;

/// <summary>The engine against the corpus.</summary>
internal static class CorpusRun
{
    public static int Run(string folder)
    {
        int wrong = 0;
        int all = 0;
        foreach (string file in Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            foreach (JsonElement entry in document.RootElement.EnumerateArray())
            {
                string said = Said(entry.GetProperty("scenario").GetRawText());
                string expected = entry.GetProperty("expect").GetString()!;
                all++;
                if (said != expected)
                {
                    wrong++;
                    Console.WriteLine($"{entry.GetProperty("scenario").GetProperty("name").GetString()}: {said} instead of {expected}");
                }
            }
        }

        Console.WriteLine($"{wrong} of {all} wrong");
        return wrong == 0 ? 0 : 1;
    }

    private static string Said(string scenario)
    {
#pragma warning disable CA1031 // A broken engine may throw anything, and that is a wrong answer like others.
        try
        {
            return Engine.Decide(scenario);
        }
        catch (Exception e)
        {
            return $"{e.GetType().Name} ({e.Message})";
        }
#pragma warning restore CA1031
    }
}
