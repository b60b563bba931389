"""The closed namespace of the ontology: a term that policy.ttl does not define cannot be written."""

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace


class PG(DefinedNamespace):
    """Holds every term of https://w3id.org/policygraph#; a misspelt one raises AttributeError.

    >>> PG.Alignment
    rdflib.term.URIRef('https://w3id.org/policygraph#Alignment')
    """

    _NS = Namespace("https://w3id.org/policygraph#")
    _fail = True

    # Classes
    Objective: URIRef
    Project: URIRef
    Vision: URIRef
    Priority: URIRef
    TargetArea: URIRef
    SubGoal: URIRef
    StrategicChoice: URIRef
    GoalImage: URIRef
    Measure: URIRef
    LocalTarget: URIRef
    PolicyObjective: URIRef
    ThematicObjective: URIRef
    SpecificObjective: URIRef
    EnvironmentalObjective: URIRef
    Dimension: URIRef
    Theme: URIRef
    Fund: URIRef
    Obligation: URIRef
    NormativeForce: URIRef
    Alignment: URIRef
    Claim: URIRef
    Review: URIRef
    Withdrawal: URIRef
    Supersession: URIRef
    Quantity: URIRef
    Indicator: URIRef
    StakeholderClass: URIRef
    Level: URIRef
    Stage: URIRef
    Force: URIRef
    ObservationRole: URIRef
    Status: URIRef
    DocumentType: URIRef
    Recurrence: URIRef
    SourceGraph: URIRef
    InferenceGraph: URIRef
    ListGraph: URIRef
    LedgerGraph: URIRef
    DerivedGraph: URIRef

    # Concept schemes and their concepts
    Levels: URIRef
    Stages: URIRef
    Forces: URIRef
    ObservationRoles: URIRef
    Statuses: URIRef
    DocumentTypes: URIRef
    Recurrences: URIRef
    GlobalLevel: URIRef
    EuLevel: URIRef
    NationalLevel: URIRef
    RegionalLevel: URIRef
    MunicipalLevel: URIRef
    MandateStage: URIRef
    DialogueStage: URIRef
    DraftingStage: URIRef
    ConsultationStage: URIRef
    ProposalStage: URIRef
    DecisionStage: URIRef
    InForceStage: URIRef
    MidtermReviewStage: URIRef
    RevisionStage: URIRef
    ReplacedStage: URIRef
    Governing: URIRef
    Guiding: URIRef
    Inspiring: URIRef
    BaselineRole: URIRef
    MidtermRole: URIRef
    ActualRole: URIRef
    TargetRole: URIRef
    ForecastRole: URIRef
    ProposedStatus: URIRef
    AcceptedStatus: URIRef
    RejectedStatus: URIRef
    ContestedStatus: URIRef
    WithdrawnStatus: URIRef
    SupersededStatus: URIRef
    Agenda: URIRef
    Programme: URIRef
    RegionalDevelopmentStrategy: URIRef
    NationalStrategy: URIRef
    MunicipalPlan: URIRef
    ActionPlan: URIRef
    ActivityPlan: URIRef
    LearningPlan: URIRef
    FollowUpSystem: URIRef
    CommunicationPlan: URIRef
    InnovationStrategy: URIRef
    DigitalAgenda: URIRef
    DialogueDocument: URIRef
    WebPage: URIRef
    PressRelease: URIRef
    Presentation: URIRef
    NewsItem: URIRef
    Law: URIRef
    Ordinance: URIRef
    ProjectList: URIRef
    FollowUpReport: URIRef
    Regulation: URIRef
    Yearly: URIRef
    EachMandatePeriod: URIRef
    ObservationStructure: URIRef

    # Properties
    level: URIRef
    isPrioritised: URIRef
    contributesTo: URIRef
    hinders: URIRef
    mentions: URIRef
    measuredBy: URIRef
    strength: URIRef
    gradedBy: URIRef
    evidence: URIRef
    saidAt: URIRef
    statedAs: URIRef
    reaches: URIRef
    reviews: URIRef
    withdraws: URIRef
    supersedes: URIRef
    by: URIRef
    lowerBound: URIRef
    exactly: URIRef
    isApproximate: URIRef
    counts: URIRef
    unit: URIRef
    document: URIRef
    addressee: URIRef
    force: URIRef
    governs: URIRef
    obliges: URIRef
    requires: URIRef
    recurrence: URIRef
    reportsTo: URIRef
    fund: URIRef
    isInference: URIRef
    isExample: URIRef
    observationRole: URIRef
    indicator: URIRef
    higherIsBetter: URIRef
    sequence: URIRef
    mapping: URIRef
    sha256: URIRef
    deadline: URIRef
    rank: URIRef
    quantity: URIRef
    coordinatedWith: URIRef
    partner: URIRef
    implementer: URIRef


TERMS: tuple[str, ...] = tuple(name for name in PG.__annotations__ if not name.startswith("_"))
