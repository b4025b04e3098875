using Lanyard.Policy;
using Lanyard.Policy.Catalog;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.Routing;

/// <summary>The condition keys that a call brings, beside the caller's.</summary>
internal sealed class Keys
{
    private readonly List<(string Name, ContextValue Value)> _keys = [];

    public Keys With(string name, string? value)
    {
        if (value is not null)
        {
            _keys.Add((name, ContextValue.One(value)));
        }

        return this;
    }

    /// <summary>Adds a key of many values.</summary>
    public Keys WithMany(string name, IReadOnlyCollection<string> values)
    {
        _keys.Add((name, ContextValue.Many(values)));
        return this;
    }

    /// <summary>Adds the tags of a request.</summary>
    public Keys WithTags(IEnumerable<KeyValuePair<string, string>> tags)
    {
        var names = new List<string>();
        foreach (var (key, value) in tags)
        {
            names.Add(key);
            With($"aws:RequestTag/{key}", value);
        }

        return WithTagKeys(names);
    }

    public Keys WithTagKeys(IReadOnlyCollection<string> names)
    {
        if (names.Count > 0)
        {
            _keys.Add(("aws:TagKeys", ContextValue.Many(names)));
        }

        return this;
    }

    /// <summary>Adds the tags and the permissions boundary of what is called upon, unless the request brings another.</summary>
    public Keys WithResource(IamEntity? entity)
    {
        foreach (var (key, value) in entity?.Tags ?? Enumerable.Empty<KeyValuePair<string, string>>())
        {
            With($"aws:ResourceTag/{key}", value).With($"iam:ResourceTag/{key}", value);
        }

        return _keys.Exists(k => k.Name == "iam:PermissionsBoundary") ? this : With("iam:PermissionsBoundary", (entity as PolicyHolder)?.Boundary);
    }

    /// <summary>Gives a context with the keys that an action has.</summary>
    public RequestContext Onto(RequestContext context, string action) => _keys
        .Where(k => k.Name != "iam:PermissionsBoundary" || Knows(action, k.Name))
        .Aggregate(context, (with, key) => with.With(key.Name, key.Value));

    private static bool Knows(string action, string key) => Catalogue.Embedded.FindAction(action) is { } found
        && (found.ConditionKeys.Any(k => k.Name == key) || found.ResourceTypes.Any(t => t.ConditionKeys.Any(k => k.Name == key)));
}
