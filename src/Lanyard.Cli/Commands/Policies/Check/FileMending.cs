using System.Collections.Immutable;
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

        var (text, mended) = (source.Text, ImmutableArray.CreateBuilder<Finding>());

        // From the last policy to the first, so that places stay true; a policy alone is checked again, since a file may hold thousands.
        for (var i = check.Documents.Length - 1; i >= 0; i--)
        {
            if (check.Documents[i].Findings.Any(finding => finding.Fix is not null))
            {
                var left = new HashSet<Finding>(ReferenceEqualityComparer.Instance);
                var better = PolicyMender.Mend(text, changed => Findings(changed, i, left), finding => !left.Contains(finding));
                text = better.Text;
                mended.InsertRange(0, better.Mended);
            }
        }

        if (text == source.Text)
        {
            return check;
        }

        if (check.Path.Path is { } path)
        {
            try
            {
                Write(path, source, text);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return check with
                {
                    Failure = new CredentialsException(ErrorCodes.FileNotWritable, $"{check.Path.Name} can't be mended: {e.Message}", "see that the file and its folder can be written, then run the command again", inner: e),
                };
            }
        }

        return FileCheck.Of(check.Path, source.WithText(text), told, catalogue) with { Mended = mended.ToImmutable() };

        IEnumerable<Finding> Findings(string changed, int index, HashSet<Finding> left)
        {
            var again = FileCheck.Of(check.Path, source.WithText(changed), told, catalogue, index);
            if (again.Documents is not [var document])
            {
                throw new PolicyDocumentException("there is no policy any more", check.Path.Name, new TextPosition(1, 1, 0));
            }

            left.UnionWith(document.Findings.Where(finding => isAccepted(document, finding)));
            return document.Findings;
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
