using System.Globalization;
using System.Text;
using Lanyard.Cli.Commands.Policies.Check;
using Lanyard.Cli.Commands.Policies.Generate;
using Lanyard.Policy.Engine;
using Lanyard.Policy.Generate.Failures;

namespace Lanyard.Cli.Commands.Policies.FromFailure;

/// <summary>Tells people what failed, where the addition belongs, and whether it suffices.</summary>
internal static class FromFailureText
{
    /// <summary>What is said beside the policies.</summary>
    public static string Talk(FromFailureResult result, FromFailureInput input)
    {
        var text = new StringBuilder();
        if (result.WasDecoded)
        {
            text.Append("AWS was asked to decode the message (sts:DecodeAuthorizationMessage)\n");
        }

        if (!input.Options.Json)
        {
            foreach (var failure in result.Mending.Failures)
            {
                Write(failure, text);
            }
        }

        foreach (var note in Notes(result, input))
        {
            text.Append(CultureInfo.InvariantCulture, $"note: {Readable.Line(note)}\n");
        }

        if (!input.Options.Json)
        {
            Summary(result, text);
        }

        return text.ToString();
    }

    /// <summary>What isn't known, and what else has to be looked after.</summary>
    public static IEnumerable<string> Notes(FromFailureResult result, FromFailureInput? input)
    {
        var failures = result.Mending.Failures;
        foreach (var note in result.TakenAsGiven.Concat(failures.SelectMany(failure => failure.Need.Notes)).Distinct(StringComparer.Ordinal))
        {
            yield return note;
        }

        foreach (var resource in failures.Where(failure => failure.Need.Obstacle is null).Select(OfAnother).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            yield return $"{resource} is another account's: its policy must allow the call too";
        }

        if (failures.Any(failure => failure.Need is { Obstacle: null, Failure: { Layer: FailureLayer.Unsaid, IsTagging: false } } && failure.Need.Failure.Keys.IsEmpty))
        {
            yield return "the text doesn't say which kind of policy refused: the addition is for the caller's own, and a boundary, an SCP or the resource's policy may refuse too";
        }

        var whose = failures.Select(failure => failure.Need.Failure.Issuer).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (input is { Policies.Count: > 0 } && whose.Length > 1)
        {
            yield return $"the failures are those of {string.Join(", ", whose)}; {input.Policies[0]} is taken for the policy of all of them";
        }
    }

    /// <summary>What an engine's reason says of a failure that is still refused, or was allowed before.</summary>
    public static IEnumerable<string> Reasons(MendedFailure failure)
    {
        var explanation = failure.Before is { Verdict.IsAllowed: true } allowed ? allowed : failure.After is { Verdict.IsAllowed: false } refused ? refused : null;
        return explanation is null ? [] : explanation.Reasons.Where(reason => reason.Layer != PolicyLayers.Resource).Select(reason => explanation.Render(reason).Message).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Every addition with its reason.</summary>
    public static string Explanation(MendedPolicy policy)
    {
        var text = new StringBuilder();
        foreach (var need in policy.Needs)
        {
            text.Append(CultureInfo.InvariantCulture, $"{need.Action} on {need.Resource}\n  {Readable.Line(need.Reason)}; {GenerateText.Name(need.Evidence)}{(need.Source is null ? "" : $": {need.Source}")}\n");
            foreach (var condition in need.Conditions)
            {
                text.Append(CultureInfo.InvariantCulture, $"  if {condition.Key} {condition.Operator} {string.Join(" or ", condition.Values)}\n");
            }
        }

        return text.ToString();
    }

    private static void Write(MendedFailure mended, StringBuilder text)
    {
        var failure = mended.Need.Failure;
        var stack = failure.LogicalId is null && failure.Type is null ? "" : $"{failure.LogicalId ?? "a resource"}{(failure.Type is null ? "" : $" ({failure.Type})")}: ";
        var what = failure.IsTagging ? "tags couldn't be set" : failure.Action is { } action ? $"{action}{(failure.Resource is { } on ? $" on {on}" : "")}" : failure.EncodedMessage is null ? failure.Text : "an encoded message";
        text.Append(CultureInfo.InvariantCulture, $"refused: {Readable.Line(stack + what)}\n");
        if (failure is { Action: not null, Setting: null })
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Refusal(failure)}\n");
        }

        if (mended.Need.Obstacle is { } obstacle)
        {
            text.Append(CultureInfo.InvariantCulture, $"  not mended: {Readable.Line(obstacle)}\n");
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"  belongs into {Readable.Line(FailurePlace.Of(failure))}\n");
        }

        if (mended.Before is { Verdict.IsAllowed: true })
        {
            text.Append("  not mended: the policies that are given allow it already; something else refused\n");
        }

        foreach (var reason in Reasons(mended))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Readable.Line(reason)}\n");
        }

        if (mended.Before is { Verdict.IsAllowed: false } before && mended.IsMended)
        {
            foreach (var near in before.Reasons.Where(reason => reason.Kind == ReasonKind.NearMiss && reason.Layer != PolicyLayers.Resource))
            {
                text.Append(CultureInfo.InvariantCulture, $"  near: {Readable.Line(before.Render(near).Message)}\n");
            }
        }
    }

    private static string Refusal(AccessFailure failure) => (failure.Layer, failure.IsExplicit) switch
    {
        (FailureLayer.Unsaid, true) => "a statement of some policy denies it",
        (FailureLayer.Unsaid, false) => "the text doesn't say which kind of policy refused",
        (_, true) => $"a statement of {FailurePlace.The(failure.Layer)} denies it",
        (FailureLayer.Identity, false) => "no identity-based policy allows it",
        (FailureLayer.ServiceControl, false) => "no service control policy allows it",
        _ => $"{FailurePlace.The(failure.Layer)} doesn't allow it",
    };

    private static void Summary(FromFailureResult result, StringBuilder text)
    {
        var mending = result.Mending;
        var (count, mended) = (mending.Failures.Length, mending.Failures.Count(failure => failure.IsMended));
        text.Append(CultureInfo.InvariantCulture, $"{mended} of {count} mended");
        if (mending.Difference is { } difference && mended > 0)
        {
            text.Append(". Simulated: refused before, allowed after; ").Append(
                mending.Unneeded.Any() ? $"but new is also {string.Join(", ", mending.Unneeded.SelectMany(added => added.Actions))}"
                : difference.Unknown.Any(unknown => unknown.MayAdd) ? "whether anything else is new couldn't be decided"
                : "nothing else is new");
        }
        else if (mended > 0)
        {
            text.Append(". Simulated: allowed with the addition");
        }

        text.Append(".\n");
    }

    private static string? OfAnother(MendedFailure failure)
    {
        var (who, on) = (failure.Need.Failure.Principal?.Split(':'), failure.Need.Needs.FirstOrDefault()?.Resource.Split(':'));
        return who is [_, _, _, _, { Length: 12 } own, ..] && on is [_, _, _, _, { Length: 12 } owner, ..] && own != owner && own.All(char.IsAsciiDigit) && owner.All(char.IsAsciiDigit) ? failure.Need.Needs[0].Resource : null;
    }
}
