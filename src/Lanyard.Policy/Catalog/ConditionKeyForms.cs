using static Lanyard.Policy.Catalog.CatalogueLayout;

namespace Lanyard.Policy.Catalog;

/// <summary>Finds the condition key that a name is a case of: <c>aws:ResourceTag/team</c> is one of <c>aws:ResourceTag/${TagKey}</c>.</summary>
internal static class ConditionKeyForms
{
    /// <summary>Finds it.</summary>
    /// <param name="catalogue">The catalogue.</param>
    /// <param name="name">The name.</param>
    public static ConditionKey? Find(Catalogue catalogue, ReadOnlySpan<char> name)
    {
        for (var i = 0; i < catalogue.Data.Number(KeyCountAt); i++)
        {
            var key = new ConditionKey(catalogue, i);
            if (IsCase(name, key.NameBytes))
            {
                return key;
            }
        }

        return null;
    }

    // Each ${…} stands for a character or more, up to where the text after it stands the first time.
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
        var text = next < 0 ? after : after[..next];
        for (var at = 1; at + text.Length <= rest.Length; at++)
        {
            if (StartsWith(rest[at..], text))
            {
                return next < 0 ? at + text.Length == rest.Length : IsCase(rest[at..], after);
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
