using System.Text;
using Lanyard.Credentials;
using Lanyard.Credentials.Files;
using Lanyard.Policy.Catalog;
using Lanyard.Policy.Documents;
using Lanyard.Policy.Lint;

namespace Lanyard.Cli.Commands.Policies.Check;

/// <summary>Makes the safe fixes in files. The layout, the line ends, a byte order mark, the mode and symbolic links stay.</summary>
internal static class FileMending
{
    /// <summary>Mends a file, and writes it if something was to be mended.</summary>
    /// <param name="check">What was found.</param>
    /// <param name="told">What the policies are for.</param>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="isAccepted">Whether a finding of a document is accepted, and so stays.</param>
    /// <returns>What is found afterwards, with what was mended.</returns>
    public static FileCheck Mend(FileCheck check, PolicyUse? told, Catalogue catalogue, Func<CheckedDocument, Finding, bool> isAccepted)
    {
        if (check.Source is not { IsJson: true } source || !check.Documents.Any(document => document.Findings.Any(finding => finding.Fix is not null)))
        {
            return check;
        }

        var left = new HashSet<Finding>(ReferenceEqualityComparer.Instance);
        var mended = PolicyMender.Mend(source.Text, text => Findings(text), finding => !left.Contains(finding));
        if (mended.Text == source.Text)
        {
            return check;
        }

        if (check.Path.Path is { } path)
        {
            try
            {
                Write(path, source, mended.Text);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return check with
                {
                    Failure = new CredentialsException(ErrorCodes.FileNotWritable, $"{check.Path.Name} can't be mended: {e.Message}", "see that the file and its folder can be written, then run the command again", inner: e),
                };
            }
        }

        return FileCheck.Of(check.Path, source with { Text = mended.Text }, told, catalogue) with { Mended = mended.Mended };

        IEnumerable<Finding> Findings(string text)
        {
            var again = FileCheck.Of(check.Path, source with { Text = text }, told, catalogue);
            if (!again.Own.IsEmpty)
            {
                throw new PolicyDocumentException(again.Own[0].Message, check.Path.Name, again.Own[0].Place.Start);
            }

            foreach (var document in again.Documents)
            {
                left.UnionWith(document.Findings.Where(finding => isAccepted(document, finding)));
            }

            return again.Documents.SelectMany(document => document.Findings);
        }
    }

    private static void Write(string path, SourceText source, string text)
    {
        var before = Bytes(source, source.Text);
        if (WholeFile.Read(path, SourceText.MaxBytes) is not { } now || !now.AsSpan().SequenceEqual(before))
        {
            throw new IOException("another program changed it meanwhile");
        }

        AtomicFile.Write(path, Bytes(source, text));
    }

    private static byte[] Bytes(SourceText source, string text) => Encoding.UTF8.GetBytes(source.HasMark ? '\uFEFF' + text : text);
}
