using System.Collections.Immutable;
using Lanyard.Policy.Documents;

namespace Lanyard.Policy.Apply;

/// <summary>The parts of one thing that shall be in IAM, with their values.</summary>
/// <param name="Entity">What it was read from.</param>
/// <param name="Whole">The thing as a whole.</param>
/// <param name="Facts">Its parts; the first is that it is there.</param>
public sealed record WantedFacts(WantedEntity Entity, IamPart Whole, ImmutableArray<KeyValuePair<IamPart, string>> Facts)
{
    /// <summary>Works them out for all of a document.</summary>
    /// <param name="wanted">What shall be there.</param>
    /// <param name="account">The account, for ARNs.</param>
    public static ImmutableArray<WantedFacts> Of(WantedIam wanted, IamAccount account)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(account);
        var arns = wanted.Entities.Where(e => e.Kind == IamKind.Policy).ToDictionary(e => e.Name.Value, e => ArnOf(e, account), StringComparer.Ordinal);
        return [.. wanted.Entities.Select(e => Of(e, account, text => arns.TryGetValue(text.Value, out var arn) ? arn : text.Value))];
    }

    /// <summary>Tells whether the document says all of a list, so that what is beyond it may go.</summary>
    public bool NamesAllOf(IamAspect aspect) => aspect switch
    {
        IamAspect.Attached => Entity.Attached is not null,
        IamAspect.Inline => Entity.Inline is not null,
        IamAspect.Member => Entity.Groups is not null,
        IamAspect.Tag => Entity.Tags is not null,
        IamAspect.Audience => Entity.Audiences is not null,
        _ => false,
    };

    private static WantedFacts Of(WantedEntity entity, IamAccount account, Func<PolicyText, string> policy)
    {
        var name = entity.Kind switch
        {
            IamKind.Policy => ArnOf(entity, account),
            IamKind.Provider => account.Arn($"oidc-provider/{entity.Name.Value}"),
            _ => entity.Name.Value,
        };
        var whole = new IamPart(entity.Kind, name, IamAspect.Itself);
        var facts = ImmutableArray.CreateBuilder<KeyValuePair<IamPart, string>>();
        Add(IamAspect.Itself, entity.Kind == IamKind.Provider ? $"https://{entity.Name.Value}" : entity.EntityPath ?? "/");
        Add(IamAspect.Description, entity.Description);
        Add(IamAspect.Document, entity.Document is { } document ? Text(document) : null);
        Add(IamAspect.MaxSession, entity.MaxSession);
        Add(IamAspect.Thumbprints, entity.Thumbprints.IsEmpty ? null : string.Join(',', entity.Thumbprints.Select(t => t.Value.ToLowerInvariant()).Order(StringComparer.Ordinal)));
        Add(IamAspect.Boundary, entity.Boundary is { } boundary ? policy(boundary) : null);
        AddAll(IamAspect.Audience, entity.Audiences, a => (a.Value, a.Value));
        AddAll(IamAspect.Tag, entity.Tags, t => (t.Key.Value, t.Value));
        AddAll(IamAspect.Inline, entity.Inline, i => (i.Name.Value, Text(i.Document)));
        AddAll(IamAspect.Attached, entity.Attached, a => (policy(a), policy(a)));
        AddAll(IamAspect.Member, entity.Groups, g => (g.Value, g.Value));
        Add(IamAspect.AccessKey, entity.AccessKey?.Value);
        return new WantedFacts(entity, whole, facts.ToImmutable());

        void Add(IamAspect aspect, string? value, string key = "")
        {
            if (value is not null)
            {
                facts.Add(new(whole with { Aspect = aspect, Key = key }, value));
            }
        }

        void AddAll<T>(IamAspect aspect, ImmutableArray<T>? items, Func<T, (string Key, string Value)> fact)
        {
            // A policy of the document may be named by its ARN as well.
            foreach (var (key, value) in (items ?? []).Select(fact).DistinctBy(f => f.Key, StringComparer.Ordinal))
            {
                Add(aspect, value, key);
            }
        }
    }

    private static string Text(PolicyDocument document) => PolicyDocumentWriter.Write(document, indented: false);

    private static string ArnOf(WantedEntity policy, IamAccount account) => account.Arn($"policy{policy.EntityPath ?? "/"}{policy.Name.Value}");
}
