namespace Lanyard.Policy.Engine;

/// <summary>One set of policies in its layer.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Level">Of SCPs and RCPs the number of the target.</param>
/// <param name="Set">The policies; <see langword="null"/> when there are none of that type.</param>
internal readonly record struct LayerSet(PolicyLayers Layer, int Level, PolicySet? Set);

/// <summary>Goes through the sets of policies in the order in which AWS documents their evaluation.</summary>
internal static class LayerWalk
{
    public static IEnumerable<LayerSet> Of(AccessPolicies policies)
    {
        for (var i = 0; i < policies.ResourceControl.Length; i++)
        {
            yield return new LayerSet(PolicyLayers.ResourceControl, i, policies.ResourceControl[i]);
        }

        for (var i = 0; i < policies.ServiceControl.Length; i++)
        {
            yield return new LayerSet(PolicyLayers.ServiceControl, i, policies.ServiceControl[i]);
        }

        yield return new LayerSet(PolicyLayers.Endpoint, 0, policies.Endpoint);
        yield return new LayerSet(PolicyLayers.Resource, 0, policies.Resource);
        yield return new LayerSet(PolicyLayers.Identity, 0, policies.Identity);
        yield return new LayerSet(PolicyLayers.Boundary, 0, policies.Boundary);
        yield return new LayerSet(PolicyLayers.Session, 0, policies.Session);
    }

    /// <summary>The set that a reason is about.</summary>
    public static PolicySet? Find(AccessPolicies policies, PolicyLayers layer, int level) =>
        Of(policies).FirstOrDefault(set => set.Layer == layer && set.Level == level).Set;
}
