using System.Text;
using Lanyard.Policy.Sets.Patterns;

namespace Lanyard.Policy.Sets;

/// <summary>The forms of ARNs in the catalogue, such as <c>arn:${Partition}:s3:::${BucketName}</c>.</summary>
internal static class ArnFormat
{
    /// <summary>An ARN of a form, its parts named after what they are.</summary>
    public static string Example(string format) => Fill(format, variable => Known(variable) ?? variable.ToLowerInvariant());

    /// <summary>An ARN of a form in another partition.</summary>
    public static string Elsewhere(string format) => Example(format.Replace("${Partition}", "aws-cn", StringComparison.Ordinal).Replace("${Region}", "cn-north-1", StringComparison.Ordinal));

    /// <summary>All ARNs of a form that are usual: of the <c>aws</c> partition, of one Region and account where the form has them.</summary>
    public static TextPattern Pattern(string format) => PatternReader.Arn(Fill(format, variable => Known(variable) ?? "?*")) ?? TextPattern.AnyArn;

    /// <summary>A text that fits a pattern: its stars filled, those of the first parts with what is usual there.</summary>
    public static string Filled(TextPattern pattern, string filling)
    {
        var text = new StringBuilder();
        var part = 0;
        foreach (var step in pattern.Steps)
        {
            part += step is { Kind: TokenKind.Literal, Char: ':' } ? 1 : 0;
            text.Append(step.Kind switch
            {
                TokenKind.Literal => $"{step.Char}",
                TokenKind.Star or TokenKind.StarInPart => part switch { 1 => "aws", 3 => "us-east-1", 4 => StandIns.Account, _ => filling },
                _ => "x",
            });
        }

        return text.ToString();
    }

    private static string? Known(string variable) => variable switch
    {
        "Partition" => "aws",
        "Region" => "us-east-1",
        "Account" => StandIns.Account,
        _ => null,
    };

    private static string Fill(string format, Func<string, string> valueOf)
    {
        var text = new StringBuilder();
        for (var at = 0; at < format.Length;)
        {
            var open = format.IndexOf("${", at, StringComparison.Ordinal);
            var close = open < 0 ? -1 : format.IndexOf('}', open);
            if (close < 0)
            {
                return text.Append(format.AsSpan(at)).ToString();
            }

            text.Append(format.AsSpan(at, open - at)).Append(valueOf(format[(open + 2)..close]));
            at = close + 1;
        }

        return text.ToString();
    }
}
