using System.Collections.Immutable;
using Lanyard.Policy.Documents;
using Lanyard.Sandbox.CloudFormation.Handlers;
using Lanyard.Sandbox.CloudFormation.Templates;
using Lanyard.Sandbox.State;

namespace Lanyard.Sandbox.CloudFormation.Engine;

/// <summary>One operation on a stack as far as it is: the stack with its events, and the means to go on.</summary>
internal sealed partial class StackRun
{
    private const string StackType = "AWS::CloudFormation::Stack";

    private readonly HandlerTable _handlers;
    private readonly string? _token;
    private readonly StackPlan _plan;
    private readonly SecretValues _secrets;
    private readonly Dictionary<string, string> _read = new(StringComparer.Ordinal);

    public StackRun(Stack stack, StackPlan plan, HandlerCalls calls, HandlerTable handlers, string? token)
    {
        (Stack, _plan, Calls, _handlers, _token) = (stack with { Secrets = stack.Secrets.Union(SecretValues.Of(plan)) }, plan, calls, handlers, token);
        Place = new StackPlace(calls.State.Seed.Partition, stack.AccountId, stack.Region, stack.Name, stack.Id);
        var scope = new StackScope(plan.Template, Place, plan.Parameters)
        {
            NotificationArns = plan.NotificationArns,
            IdOf = name => Stack.Find(name)?.PhysicalId,
            AttributeOf = (name, attribute) => Stack.Find(name)?.Attributes is { } attributes ? attributes.GetValueOrDefault(attribute) ?? attributes.GetValueOrDefault("*") : null,
            ExportOf = Import,
            Read = Read,
        };
        Values = new Expressions(scope);
        _secrets = new SecretValues(plan, scope, Values.Holds);
    }

    /// <summary>Gets the stack as it is now.</summary>
    public Stack Stack { get; private set; }

    public HandlerCalls Calls { get; }

    public StackPlace Place { get; }

    /// <summary>Gets what computes the template's values.</summary>
    public Expressions Values { get; }

    /// <summary>Gets the stack policy that counts for an update; <see langword="null"/> for none.</summary>
    public StackPolicy? Guard { get; init; }

    /// <summary>Gets the resources of the template that are to be there, in the order in which they are made.</summary>
    /// <exception cref="ServiceFault">A condition can't be decided.</exception>
    public IReadOnlyList<ResourceDeclaration> Wanted
    {
        get
        {
            try
            {
                return [.. _plan.Template.InOrder().Where(r => r.Condition is null || Values.Holds(r.Condition))];
            }
            catch (ServiceFault fault)
            {
                throw new ServiceFault(fault.Code, fault.Status, Told(fault.Message)!);
            }
        }
    }

    /// <summary>Notes a new status of the stack.</summary>
    public void Status(string status, string? reason = null)
    {
        reason = Told(reason);
        Stack = Stack with { Status = status, Reason = reason };
        Note(new StackEvent(Calls.State.Ids.RequestId(), Stack.Name, Stack.Id, StackType, status, reason, Next(), null, _token));
    }

    /// <summary>Makes a resource.</summary>
    /// <returns>Whether it was made; else the event says why not.</returns>
    public bool Create(ResourceDeclaration declaration)
    {
        ResourceRequest? request = null;
        var isDone = Try(declaration.LogicalId, declaration.Type, "CREATE", () => request?.Begun?.PhysicalId ?? "", () => request?.Shown, () =>
        {
            request = Request(declaration);
            Event(declaration.LogicalId, "", declaration.Type, "CREATE_IN_PROGRESS", null, request.Shown);
            request.Initiated = id =>
            {
                request.Initiated = null;
                Event(declaration.LogicalId, id, declaration.Type, "CREATE_IN_PROGRESS", "Resource creation Initiated", request.Shown);
            };
            var made = Handler(declaration.Type).Create(request);
            request.Initiated?.Invoke(made.PhysicalId);
            Put(declaration, request, made);
            Event(declaration.LogicalId, made.PhysicalId, declaration.Type, "CREATE_COMPLETE", null, request.Shown);
        });
        if (!isDone && request?.Begun is { } begun)
        {
            Put(declaration, request, begun, "CREATE_FAILED");
        }

        return isDone;
    }

    /// <summary>Brings a resource to what the template says: changes it, makes another in its place, or leaves it.</summary>
    public ResourceUpdate Update(ResourceDeclaration declaration, StackResource present, bool tagsChanged)
    {
        ResourceRequest? request = null;
        var (isChanged, replaces) = (false, false);
        var isDone = Try(declaration.LogicalId, declaration.Type, "UPDATE", () => present.PhysicalId, () => present.Shown, () =>
        {
            request = Request(declaration);
            var (isTouched, isSame) = (present.Status == "UPDATE_FAILED", Differences.Same(request.Properties, present.Properties));
            if (declaration.Type == present.Type && !isTouched && !(tagsChanged && Handler(declaration.Type).TakesTags) && isSame && !Handler(declaration.Type).IsAlwaysUpdated)
            {
                Stack = Stack.With(present with { DeletionPolicy = declaration.DeletionPolicy, DependsOn = Dependencies(declaration) });
                return;
            }

            RequireThere(present);

            var handler = Handler(declaration.Type);
            var makesNew = declaration.Type != present.Type || handler.Replaces(request, present);
            if (makesNew && declaration.Type == present.Type && handler.KeptName(request, present) is { } name)
            {
                throw Faults.Validation($"CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename {name} and update the stack again.");
            }

            Require(makesNew ? "Update:Replace" : "Update:Modify", declaration.LogicalId, present.Type);
            (isChanged, replaces) = (true, makesNew);
            request = request with { Replaced = replaces ? present : null };
            Event(
                declaration.LogicalId, present.PhysicalId, declaration.Type, "UPDATE_IN_PROGRESS",
                replaces ? "Requested update requires the creation of a new physical resource; hence creating one." : null, request.Shown);

            // One that a failed change left half-way goes back from what that change aimed at.
            var made = replaces ? handler.Create(request) : handler.Update(request, isTouched && isSame ? present with { Properties = present.Aimed ?? present.Properties } : present);
            Put(declaration, request, made, "UPDATE_COMPLETE");
            Event(declaration.LogicalId, made.PhysicalId, declaration.Type, "UPDATE_COMPLETE", null, request.Shown);
        });
        if (!isDone && isChanged && !replaces)
        {
            Stack = Stack.With(Stack.Find(present.LogicalId)! with { Aimed = request!.Properties });
        }

        return new ResourceUpdate(isDone, present, isChanged, replaces)
        {
            Aimed = request?.Properties,
            Begun = !isDone && replaces && request?.Begun is { } begun ? Resource(declaration, request, begun, "CREATE_FAILED") with { DeletionPolicy = "Delete" } : null,
            ReplacePolicy = declaration.UpdateReplacePolicy,
        };
    }

    /// <summary>Tells whether a resource is what it was.</summary>
    public bool IsBack(StackResource before) => Stack.Find(before.LogicalId) is { Status: not "UPDATE_FAILED" } now && ReferenceEquals(now.Properties, before.Properties);

    /// <summary>Brings a resource back to what it was.</summary>
    /// <param name="before">What it was.</param>
    /// <param name="now">What it is, with the properties that a change gave it or aimed at.</param>
    /// <param name="plan">What the stack was made from.</param>
    public bool Restore(StackResource before, StackResource now, StackPlan plan) => Try(before.LogicalId, before.Type, "UPDATE", () => now.PhysicalId, () => before.Shown, () =>
    {
        Event(before.LogicalId, now.PhysicalId, before.Type, "UPDATE_IN_PROGRESS", null, before.Shown);
        RequireThere(now);
        Handler(before.Type).Update(Request(before) with { Plan = plan with { IsRestoring = true } }, now);
        Stack = Stack.With(before with { Status = "UPDATE_COMPLETE", Reason = null, Aimed = null, Updated = Calls.Now });
        Event(before.LogicalId, before.PhysicalId, before.Type, "UPDATE_COMPLETE", null, before.Shown);
    });

    /// <summary>Takes a resource away, unless its deletion policy keeps it.</summary>
    /// <param name="resource">The resource.</param>
    /// <param name="keeping">The policies that keep it.</param>
    public bool Delete(StackResource resource, ImmutableArray<string> keeping)
    {
        if (keeping.Contains(resource.DeletionPolicy))
        {
            Event(resource.LogicalId, resource.PhysicalId, resource.Type, "DELETE_SKIPPED", null, resource.Shown);
            Forget(resource);
            return true;
        }

        return Try(resource.LogicalId, resource.Type, "DELETE", () => resource.PhysicalId, () => resource.Shown, () =>
        {
            Event(resource.LogicalId, resource.PhysicalId, resource.Type, "DELETE_IN_PROGRESS", null, resource.Shown);
            Handler(resource.Type).Delete(Request(resource), resource);
            Forget(resource);
            Event(resource.LogicalId, resource.PhysicalId, resource.Type, "DELETE_COMPLETE", null, resource.Shown);
        });
    }

    /// <summary>Puts a resource of before in the place of what is there now.</summary>
    public void PutBack(StackResource resource) => Stack = Stack.With(resource);

    /// <summary>Gives what a handler is asked for to make what a template declares.</summary>
    public ResourceRequest RequestOf(ResourceDeclaration declaration) => Request(declaration);

    /// <summary>Changes the stack's record.</summary>
    public void Change(Func<Stack, Stack> change) => Stack = change(Stack);

    private void Put(ResourceDeclaration declaration, ResourceRequest request, MadeResource made, string status = "CREATE_COMPLETE") =>
        Stack = Stack.With(Resource(declaration, request, made, status));

    private StackResource Resource(ResourceDeclaration declaration, ResourceRequest request, MadeResource made, string status) =>
        new(declaration.LogicalId, declaration.Type, made.PhysicalId, request.Properties)
        {
            Starred = request.Starred,
            Attributes = made.Attributes,
            Status = status,
            Updated = Calls.Now,
            DeletionPolicy = declaration.DeletionPolicy,
            DependsOn = Dependencies(declaration),
        };

    private ImmutableArray<string> Dependencies(ResourceDeclaration declaration) => [.. _plan.Template.Dependencies(declaration)];

    // One that another replaced may have the other's id; its properties are its own.
    private void Forget(StackResource resource) =>
        Stack = Stack with { Resources = [.. Stack.Resources.Where(r => r.LogicalId != resource.LogicalId || r.PhysicalId != resource.PhysicalId || !ReferenceEquals(r.Properties, resource.Properties))] };

    private ResourceRequest Request(ResourceDeclaration declaration)
    {
        var properties = declaration.Properties is { } node ? Values.Resolve(node) : null;
        return new ResourceRequest(declaration.LogicalId, declaration.Type, properties ?? JsonNode.OfMembers(declaration.Node.Place, []), Place, _plan, Calls)
        {
            Starred = _secrets.Starred(declaration.Properties, _read.Keys.Any(SecretValues.IsSecret)),
            RootId = Stack.RootId,
        };
    }

    private ResourceRequest Request(StackResource resource) => new(resource.LogicalId, resource.Type, resource.Properties, Place, _plan, Calls) { RootId = Stack.RootId };

    private ResourceHandler Handler(string type) =>
        _handlers.Find(type) ?? throw new ServiceFault("NotImplemented", 501, $"lanyard sandbox doesn't know the resource type {type} yet: let it take what AWS publishes of the type's handlers, by `lanyard catalog update` or --handlers FILE");

    private bool Try(string logicalId, string type, string verb, Func<string> physicalId, Func<JsonNode?> properties, Action act)
    {
        try
        {
            act();
            return true;
        }
        catch (ServiceFault fault)
        {
            var reason = Told(FailureReason.Of(type, fault, Calls.State.Ids));
            var id = physicalId();
            if (Stack.Find(logicalId) is { } present && present.PhysicalId == id)
            {
                Stack = Stack.With(present with { Status = $"{verb}_FAILED", Reason = reason, Updated = Calls.Now });
            }

            Event(logicalId, id, type, $"{verb}_FAILED", reason, properties());
            return false;
        }
    }

    private static void RequireThere(StackResource resource)
    {
        if (resource.IsLost)
        {
            throw new ServiceFault("ResourceNotFoundException", 404, $"Resource of type '{resource.Type}' with identifier '{resource.PhysicalId}' was not found.");
        }
    }

    private void Event(string logicalId, string physicalId, string type, string status, string? reason, JsonNode? properties)
    {
        var time = Next();
        Note(new StackEvent($"{logicalId}-{status}-{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}", logicalId, physicalId, type, status, reason, time, properties is null ? null : NodeText.Json(properties), _token));
    }

    private void Note(StackEvent happened) => Stack = Stack with { Events = Stack.Events.Add(happened) };

    // Events of one moment keep their order by a millisecond each, those of nested stacks among those of the outer one: CDK's tool shows what comes after the nested stack was begun.
    private DateTimeOffset Next()
    {
        var last = Stack.Events is [.., var own] && own.Time > Calls.LastEvent ? own.Time : Calls.LastEvent;
        return Calls.LastEvent = last >= Calls.Now ? last.AddMilliseconds(1) : Calls.Now;
    }
}
