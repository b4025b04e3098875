using static Lanyard.Policy.Catalog.CatalogueLayout;

namespace Lanyard.Policy.Catalog;

/// <summary>Condition keys whose name has a part that varies: <c>aws:ResourceTag/team</c> is a case of <c>aws:ResourceTag/${TagKey}</c>.</summary>
internal static class ConditionKeyForms
{
    private const string Example = "/tag-key";

    /// <summary>Writes a form in one way. AWS has three: <c>/${TagKey}</c>, <c>/&lt;key&gt;</c> and <c>/tag-key</c>.</summary>
    public static string Normal(string name) => name.EndsWith(Example, StringComparison.OrdinalIgnoreCase)
        ? name[..^Example.Length] + "/${TagKey}"
        : name.Replace("<", "${", StringComparison.Ordinal).Replace('>', '}');

    /// <summary>Finds the form that a name is a case of; of several the one with most in it.</summary>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="name">The name.</param>
    public static ConditionKey? Find(Catalogue catalogue, ReadOnlySpan<char> name)
    {
        var (data, best, length) = (catalogue.Data, -1, 0);
        for (var i = 0; i < data.Number(KeyCountAt); i++)
        {
            var form = data.TextBytes(data.Number(data.Keys + (i * KeySize)));
            if (form.Length > length && IsCase(name, form))
            {
                (best, length) = (i, form.Length);
            }
        }

        return best < 0 ? null : new ConditionKey(catalogue, best);
    }

    // Each ${…} stands for a character or more: the last up to the end, others up to where the text after them stands the first time.
    private static bool IsCase(ReadOnlySpan<char> name, ReadOnlySpan<byte> form)
    {
        var open = form.IndexOf("${"u8);
        if (open < 0 || !StartsWith(name, form[..open]))
        {
            return false;
        }

        var close = form[open..].IndexOf((byte)'}');
        if (close < 0)
        {
            return false;
        }

        var rest = name[open..];
        var after = form[(open + close + 1)..];
        if (after.IsEmpty)
        {
            return rest.Length > 0;
        }

        var next = after.IndexOf("${"u8);
        if (next < 0)
        {
            return rest.Length > after.Length && StartsWith(rest[^after.Length..], after);
        }

        for (var at = 1; at + next <= rest.Length; at++)
        {
            if (StartsWith(rest[at..], after[..next]))
            {
                return IsCase(rest[at..], after);
            }
        }

        return false;
    }

    private static bool StartsWith(ReadOnlySpan<char> name, ReadOnlySpan<byte> start)
    {
        if (name.Length < start.Length)
        {
            return false;
        }

        for (var i = 0; i < start.Length; i++)
        {
            if (Fold(name[i]) != Fold(start[i]))
            {
                return false;
            }
        }

        return true;
    }
}
