using Lanyard.Sandbox.CloudFormation.Engine;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Handlers;

/// <summary>Makes, changes and takes away the resources of a type.</summary>
internal abstract class ResourceHandler
{
    /// <summary>Gets whether its resources can have tags; a change of the stack's tags is none of those that can't.</summary>
    public virtual bool TakesTags => true;

    /// <summary>Gets whether an update reaches a resource whose properties are the same, for what they name may be another thing now.</summary>
    public virtual bool IsAlwaysUpdated => false;

    /// <summary>Makes a resource.</summary>
    /// <exception cref="ServiceFault">A call that it takes is refused.</exception>
    public abstract MadeResource Create(ResourceRequest request);

    /// <summary>Tells whether a change takes a new resource.</summary>
    public abstract bool Replaces(ResourceRequest request, StackResource present);

    /// <summary>Gives the name that the template gives both a new resource and the one that it replaces, where only one can have it.</summary>
    /// <returns>The name; <see langword="null"/> where there is room for both.</returns>
    public virtual string? KeptName(ResourceRequest request, StackResource present) => null;

    /// <summary>Changes a resource.</summary>
    /// <exception cref="ServiceFault">A call that it takes is refused.</exception>
    public abstract MadeResource Update(ResourceRequest request, StackResource present);

    /// <summary>Takes a resource away.</summary>
    /// <exception cref="ServiceFault">A call that it takes is refused.</exception>
    public abstract void Delete(ResourceRequest request, StackResource present);
}
