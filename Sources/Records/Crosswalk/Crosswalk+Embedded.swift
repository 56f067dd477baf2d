// Written by Specs/crosswalk/assemble.py from Specs/crosswalk. Do not edit.

extension Crosswalk {
    /// The canonical bytes of each version, the first one first.
    static let embeddedTexts = [
        #"""
        {"duties":[{"differs":"Four of five elements are the same word for word; the EU sid\#
        e adds justification and recipient.","id":"audit-record-content","labels":{"en":"Con\#
        tent of the audit record","es":"Contenido del registro de auditoría","zh-Hans":"审计记录\#
        内容"},"log_does":"The five fields are required; on law-enforcement data the two other\#
        s are, too.","relation":"equal-plus"},{"differs":"The EU duty is product law and nam\#
        es purposes; the Chinese one is network-log law.","id":"ai-traceability","labels":{"\#
        en":"Traceability of the operation of AI","es":"Trazabilidad del funcionamiento de l\#
        a IA","zh-Hans":"人工智能运行的可追溯性"},"log_does":"One record a decision; records are linke\#
        d by their correlation.","relation":"close"},{"differs":"No Chinese list was found."\#
        ,"id":"biometric-minimum","labels":{"en":"Minimum record of remote biometric identif\#
        ication","es":"Registro mínimo de la identificación biométrica remota","zh-Hans":"远程\#
        生物识别的最低记录"},"log_does":"The fields are required where a reference database was searc\#
        hed.","relation":"eu-broader"},{"differs":"Six months on both sides; the EU side yie\#
        lds to data-protection law.","id":"log-retention-floor","labels":{"en":"Least time t\#
        hat logs are kept","es":"Plazo mínimo de conservación de los registros","zh-Hans":"日\#
        志最短保存期限"},"log_does":"No erasure before the floor unless a ground of erasure overrid\#
        es it.","relation":"equal"},{"differs":"The EU side limits storage instead.","id":"r\#
        ecord-retention-3y","labels":{"en":"Three years of handling records","es":"Tres año\#
        s de registros de tratamiento","zh-Hans":"处理情况记录保存三年"},"log_does":"Applies in Chines\#
        e logs only.","relation":"cn-broader"},{"differs":"On the EU side ceilings are har\#
        d and set by courts.","id":"retention-ceiling","labels":{"en":"Longest time that dat\#
        a are kept","es":"Plazo máximo de conservación","zh-Hans":"最长保存期限"},"log_does":"List\#
        s what is due; erasure is an entry of its own.","relation":"close"},{"differs":"Thes\#
        e are no logs.","id":"documentation-retention","labels":{"en":"Keeping of documentat\#
        ion","es":"Conservación de la documentación","zh-Hans":"技术文档保存"},"log_does":"A diges\#
        t at most.","relation":"close"},{"differs":"The EU side also limits the use of the l\#
        og itself.","id":"purpose-limitation","labels":{"en":"Limitation of purpose","es":"L\#
        imitación de la finalidad","zh-Hans":"目的限制"},"log_does":"A request for disclosure na\#
        mes a purpose that its profile permits.","relation":"equal"},{"differs":"China know\#
        s no legitimate interests; the EU knows no separate consent.","id":"legal-basis","la\#
        bels":{"en":"Legal basis","es":"Base jurídica","zh-Hans":"合法性基础"},"log_does":"Two fi\#
        elds, never one mapped to the other.","relation":"close"},{"differs":"A judge in Spa\#
        in; strict internal approval in China.","id":"judicial-authorisation","labels":{"en"\#
        :"Authorisation by a court or authority","es":"Autorización judicial o de autoridad"\#
        ,"zh-Hans":"司法或主管机关授权"},"log_does":"An event outside the authorisation's validity i\#
        s refused.","relation":"close"},{"differs":"The EU side presumes by qualified status\#
        , the Chinese side by a test of the platform.","id":"recording-authenticity","labels\#
        ":{"en":"Authenticity of recordings","es":"Autenticidad de las grabaciones","zh-Hans\#
        ":"电子数据的真实性"},"log_does":"Proof of inclusion and a reference to a seal; no claim o\#
        f qualified status.","relation":"close"},{"differs":"A duty of design in the EU, a r\#
        ight of individuals in China.","id":"human-oversight","labels":{"en":"Human oversigh\#
        t","es":"Supervisión humana","zh-Hans":"人工监督"},"log_does":"Records how a person coul\#
        d step in, and whether one did.","relation":"eu-broader"},{"differs":"In the EU th\#
        e deployer explains the system's role and main elements; in China the handler explai\#
        ns.","id":"explanation","labels":{"en":"Right to an explanation","es":"Derecho a un\#
        a explicación","zh-Hans":"要求说明的权利"},"log_does":"Refers to what was given.","relation\#
        ":"close"},{"differs":"Governance before the market in the EU; a rule about outcome\#
        s in China.","id":"non-discrimination","labels":{"en":"Non-discrimination","es":"N\#
        o discriminación","zh-Hans":"不得实行不合理的差别待遇"},"log_does":"A reference only.","relation\#
        ":"close"},{"differs":"China prescribes metadata; the EU asks for machine-readable m\#
        arks.","id":"transparency","labels":{"en":"Information to persons","es":"Informació\#
        n a las personas","zh-Hans":"对个人的告知"},"log_does":"Keeps the numbers of labels.","rel\#
        ation":"close"},{"differs":"Important and core data have no counterpart in the EU.",\#
        "id":"data-classification","labels":{"en":"Classification of data","es":"Clasificaci\#
        ón de los datos","zh-Hans":"数据分类分级"},"log_does":"Two fields; core data and state sec\#
        rets are refused.","relation":"conflict"},{"differs":"Approval in China, own assessm\#
        ent in the EU; consent in China.","id":"cross-border-transfer","labels":{"en":"Recor\#
        d of transfers across borders","es":"Registro de transferencias internacionales","zh\#
        -Hans":"数据跨境传输记录"},"log_does":"No transfer record without its mechanism.","relation"\#
        :"close"},{"differs":"Each side forbids obeying the other's authorities without appr\#
        oval.","id":"foreign-authority-request","labels":{"en":"Requests of foreign authorit\#
        ies","es":"Requerimientos de autoridades extranjeras","zh-Hans":"外国司法或执法机构的请求"},"log\#
        _does":"Contents never leave to a profile of the other side.","relation":"conflict"}\#
        ,{"differs":"China excuses technical difficulty, the EU does not; Spain blocks befor\#
        e it destroys.","id":"erasure","labels":{"en":"Erasure","es":"Supresión","zh-Hans":"\#
        删除"},"log_does":"Destroys value and salt; the leaf remains.","relation":"conflict"},\#
        {"differs":"Exceptions for secrecy differ.","id":"data-subject-access","labels":{"en\#
        ":"Access of data subjects","es":"Acceso de los interesados","zh-Hans":"个人查阅权"},"log\#
        _does":"Names recipients; the person is a pseudonym of this log.","relation":"close"\#
        },{"differs":"Periodic audits from outside in China; on request in the EU.","id":"au\#
        dit-by-authority","labels":{"en":"Audit by authorities","es":"Auditoría por la autor\#
        idad","zh-Hans":"主管部门检查与合规审计"},"log_does":"Each disclosure is an entry, minimal, wit\#
        h its salts.","relation":"close"},{"differs":"Three years of records in China only."\#
        ,"id":"entrusted-processing","labels":{"en":"Processing by others","es":"Tratamient\#
        o por encargo","zh-Hans":"委托处理"},"log_does":"Each record can refer to its contract."\#
        ,"relation":"equal"},{"differs":"Fixed triggers and three years in China.","id":"imp\#
        act-assessment","labels":{"en":"Impact assessment","es":"Evaluación de impacto","zh-\#
        Hans":"影响评估"},"log_does":"Refers to the assessment.","relation":"close"},{"differs":\#
        "The clocks differ widely.","id":"incident","labels":{"en":"Incidents","es":"Inciden\#
        tes","zh-Hans":"安全事件"},"log_does":"Refers to the incident; freezes erasure.","relati\#
        on":"close"},{"differs":"China wants approved algorithms.","id":"log-protection","la\#
        bels":{"en":"Protection of the log","es":"Protección de los registros","zh-Hans":"日志\#
        保护"},"log_does":"Append-only, with both hash suites.","relation":"equal"},{"differs"\#
        :"The time authorities that courts trust differ.","id":"time","labels":{"en":"Time",\#
        "es":"Tiempo","zh-Hans":"时间"},"log_does":"Records the source of time and its error\#
        ; order comes from the leaf, not from the clock.","relation":"close"},{"differs":"Th\#
        e Chinese side asks for protection of the audit process.","id":"capture-control","la\#
        bels":{"en":"Starts and stops of logging","es":"Activación y parada del registro","z\#
        h-Hans":"日志记录的启停"},"log_does":"Starts, pauses and stops of capture are control recor\#
        ds.","relation":"close"},{"differs":"Neither side recognises the other's certificati\#
        on today.","id":"foreign-trust-services","labels":{"en":"Foreign trust services","es\#
        ":"Servicios de confianza extranjeros","zh-Hans":"境外电子认证服务"},"log_does":"Signature\#
        s of both suites; no claim of mutual recognition.","relation":"conflict"}],"labels":\#
        {"answers":{"answered":{"en":"answered","es":"cubierto","zh-Hans":"已满足"},"archive":{\#
        "en":"kept outside the log","es":"se conserva fuera del registro","zh-Hans":"在日志之外保存\#
        "},"ended":{"en":"no longer in application","es":"ya no es aplicable","zh-Hans":"已不再\#
        适用"},"later":{"en":"not in application yet","es":"aún no es aplicable","zh-Hans":"尚未\#
        适用"},"log":{"en":"answered by the log itself","es":"cubierto por el propio registro"\#
        ,"zh-Hans":"由日志本身满足"},"missing":{"en":"missing","es":"falta","zh-Hans":"缺失"},"not-ap\#
        plicable":{"en":"does not apply to this record","es":"no se aplica a este registro",\#
        "zh-Hans":"不适用于本记录"},"unmet":{"en":"not claimed","es":"no se afirma","zh-Hans":"不作声明\#
        "}},"classes":{"ai-decision":{"en":"AI decision","es":"Decisión de IA","zh-Hans":"人工\#
        智能决定"},"auditor-disclosure":{"en":"Disclosure to an auditor","es":"Comunicación a u\#
        n auditor","zh-Hans":"向审计方披露"},"capture-state":{"en":"State of capture","es":"Estad\#
        o de la captura","zh-Hans":"采集状态"},"clock-change":{"en":"Change of the clock","es":"\#
        Cambio de reloj","zh-Hans":"时钟变更"},"correction":{"en":"Correction","es":"Corrección"\#
        ,"zh-Hans":"更正"},"data-access":{"en":"Data access","es":"Acceso a datos","zh-Hans":"\#
        数据访问"},"incident":{"en":"Incident","es":"Incidente","zh-Hans":"事件"},"key-event":{"en\#
        ":"Key event","es":"Evento de clave","zh-Hans":"密钥事件"},"opaque":{"en":"Opaque","es":\#
        "Opaca","zh-Hans":"不公开类别"},"policy-event":{"en":"Policy event","es":"Evento de polít\#
        ica","zh-Hans":"策略事件"},"retention-action":{"en":"Retention action","es":"Acción de c\#
        onservación","zh-Hans":"保存处置"},"schema-change":{"en":"Change of a schema","es":"Camb\#
        io de esquema","zh-Hans":"模式变更"}},"fields":{"access_country":{"en":"Country of acces\#
        s","es":"País de acceso","zh-Hans":"访问所在国家"},"action":{"en":"Action","es":"Acción","\#
        zh-Hans":"处置"},"activity":{"en":"Activity","es":"Actividad","zh-Hans":"行为"},"actor_i\#
        d":{"en":"Actor (pseudonym)","es":"Actor (seudónimo)","zh-Hans":"行为人（假名）"},"actor_id\#
        entity_ref":{"en":"Actor's identity (reference)","es":"Identidad del actor (referenc\#
        ia)","zh-Hans":"行为人身份（引用）"},"actor_legal_capacity":{"en":"Legal capacity of the orga\#
        nisation","es":"Condición jurídica de la organización","zh-Hans":"组织的法律地位"},"actor_o\#
        rg":{"en":"Actor's organisation","es":"Organización del actor","zh-Hans":"行为人所属组织"},\#
        "actor_role":{"en":"Actor's roles","es":"Funciones del actor","zh-Hans":"行为人角色"},"ac\#
        tor_type":{"en":"Kind of actor","es":"Tipo de actor","zh-Hans":"行为人类型"},"affected_cl\#
        asses":{"en":"Classes affected","es":"Clases afectadas","zh-Hans":"受影响类别"},"affected\#
        _count":{"en":"Number affected","es":"Número de afectados","zh-Hans":"受影响数量"},"affec\#
        ted_indexes":{"en":"Entries affected","es":"Entradas afectadas","zh-Hans":"受影响条目"},"\#
        affected_person_ref":{"en":"Affected person (pseudonym)","es":"Persona afectada (seu\#
        dónimo)","zh-Hans":"受影响个人（假名）"},"agent_id":{"en":"Agent","es":"Agente","zh-Hans":"智能\#
        体"},"agent_version":{"en":"Version of the agent","es":"Versión del agente","zh-Hans"\#
        :"智能体版本"},"ai_operation":{"en":"Operation of the system","es":"Operación del sistema\#
        ","zh-Hans":"系统操作"},"ai_registration_eu":{"en":"Registration (EU)","es":"Registro (U\#
        E)","zh-Hans":"登记号（欧盟）"},"ai_system_id":{"en":"AI system","es":"Sistema de IA","zh-H\#
        ans":"人工智能系统"},"ai_system_version":{"en":"Version of the AI system","es":"Versión de\#
        l sistema de IA","zh-Hans":"人工智能系统版本"},"algorithm_filing_cn":{"en":"Algorithm filin\#
        g (China)","es":"Registro del algoritmo (China)","zh-Hans":"算法备案号"},"attributes":{"e\#
        n":"Other members","es":"Otros datos","zh-Hans":"其他成员"},"auditor_id":{"en":"Auditor"\#
        ,"es":"Auditor","zh-Hans":"审计方"},"authorisation_digest":{"en":"Digest of the authori\#
        sation","es":"Resumen de la autorización","zh-Hans":"授权文书摘要"},"authorisation_issuer"\#
        :{"en":"Issuer of the authorisation","es":"Emisor de la autorización","zh-Hans":"授权机\#
        关"},"authorisation_ref":{"en":"Authorisation (reference)","es":"Autorización (refere\#
        ncia)","zh-Hans":"授权文书（引用）"},"authorisation_scope":{"en":"Scope of the authorisation\#
        ","es":"Alcance de la autorización","zh-Hans":"授权范围"},"authorisation_type":{"en":"Ki\#
        nd of authorisation","es":"Tipo de autorización","zh-Hans":"授权类型"},"authorisation_va\#
        lid_from":{"en":"Authorisation valid from","es":"Autorización válida desde","zh-Hans\#
        ":"授权生效时间"},"authorisation_valid_until":{"en":"Authorisation valid until","es":"Auto\#
        rización válida hasta","zh-Hans":"授权失效时间"},"authorised_by":{"en":"Authorised by","es\#
        ":"Autorizado por","zh-Hans":"批准人"},"authority":{"en":"Authority","es":"Autoridad","\#
        zh-Hans":"主管机关"},"backups_until":{"en":"Gone from backups by","es":"Fuera de las cop\#
        ias antes de","zh-Hans":"备份清除期限"},"began_time":{"en":"Time of beginning","es":"Momen\#
        to de inicio","zh-Hans":"开始时间"},"capture_id":{"en":"Capture","es":"Captura","zh-Hans\#
        ":"采集标识"},"category":{"en":"Category","es":"Categoría","zh-Hans":"类别"},"causation_id\#
        ":{"en":"Cause","es":"Causa","zh-Hans":"起因标识"},"change":{"en":"Change","es":"Cambio"\#
        ,"zh-Hans":"变更"},"clock_error_ms":{"en":"Clock error in milliseconds","es":"Error de\#
        l reloj en milisegundos","zh-Hans":"时钟误差（毫秒）"},"clock_id":{"en":"Clock","es":"Reloj"\#
        ,"zh-Hans":"时钟标识"},"confidence":{"en":"Confidence","es":"Confianza","zh-Hans":"置信度"}\#
        ,"consent_cn":{"en":"Consent (China)","es":"Consentimiento (China)","zh-Hans":"同意（中国\#
        ）"},"consent_ref_cn":{"en":"Consent (China, reference)","es":"Consentimiento (China\#
        , referencia)","zh-Hans":"同意凭证（中国，引用）"},"content_label_explicit":{"en":"Explicit lab\#
        el of content","es":"Etiqueta explícita del contenido","zh-Hans":"显式标识"},"content_la\#
        bel_id":{"en":"Number of the content label","es":"Número de la etiqueta del contenid\#
        o","zh-Hans":"内容标识编号"},"content_label_place":{"en":"Place of the label","es":"Luga\#
        r de la etiqueta","zh-Hans":"标识位置"},"content_manifest_digest":{"en":"Digest of the c\#
        ontent manifest","es":"Resumen del manifiesto del contenido","zh-Hans":"内容清单摘要"},"co\#
        ntent_producer":{"en":"Producer of the content","es":"Productor del contenido","zh-H\#
        ans":"内容制作者"},"content_propagator":{"en":"Propagator of the content","es":"Difusor d\#
        el contenido","zh-Hans":"内容传播者"},"contest_ref":{"en":"Contest (reference)","es":"Imp\#
        ugnación (referencia)","zh-Hans":"异议（引用）"},"corrected_fields":{"en":"Fields correcte\#
        d","es":"Campos corregidos","zh-Hans":"更正字段"},"correlation_id":{"en":"Correlation","\#
        es":"Correlación","zh-Hans":"关联标识"},"data_category":{"en":"Categories of data","es":\#
        "Categorías de datos","zh-Hans":"数据种类"},"data_class_cn":{"en":"Class of data (China)\#
        ","es":"Clase de datos (China)","zh-Hans":"数据类别（中国）"},"data_class_eu":{"en":"Class o\#
        f data (EU)","es":"Clase de datos (UE)","zh-Hans":"数据类别（欧盟）"},"data_source_refs":{"e\#
        n":"Sources of data","es":"Fuentes de datos","zh-Hans":"数据来源"},"data_subject_categor\#
        y":{"en":"Category of data subject","es":"Categoría de interesado","zh-Hans":"个人类别"}\#
        ,"data_subject_count":{"en":"Number of data subjects (banded)","es":"Número de inter\#
        esados (por tramos)","zh-Hans":"所涉人数（分档）"},"data_subject_ref":{"en":"Data subject (p\#
        seudonym)","es":"Interesado (seudónimo)","zh-Hans":"个人（假名）"},"db_operation":{"en":"D\#
        atabase operation","es":"Operación de base de datos","zh-Hans":"数据库操作"},"db_system":\#
        {"en":"Database system","es":"Sistema de base de datos","zh-Hans":"数据库系统"},"decision\#
        _code":{"en":"Decision","es":"Decisión","zh-Hans":"决定代码"},"decision_role":{"en":"Rol\#
        e of the system in the decision","es":"Papel del sistema en la decisión","zh-Hans":"\#
        系统在决定中的作用"},"deletion_attested":{"en":"Deletion attested","es":"Supresión acreditada\#
        ","zh-Hans":"删除证明时间"},"deletion_due":{"en":"To be deleted by","es":"Supresión debid\#
        a antes de","zh-Hans":"应删除期限"},"deployer_id":{"en":"Deployer","es":"Responsable de\#
        l despliegue","zh-Hans":"部署者"},"detected_time":{"en":"Time of detection","es":"Momen\#
        to de la detección","zh-Hans":"发现时间"},"disclosure_count":{"en":"Number of disclosure\#
        s","es":"Número de comunicaciones","zh-Hans":"披露数量"},"disclosure_digests":{"en":"Dig\#
        ests of the disclosures","es":"Resúmenes de lo comunicado","zh-Hans":"披露内容摘要"},"effe\#
        ctive_size":{"en":"Effective from tree size","es":"Efectivo desde el tamaño","zh-Han\#
        s":"自树规模起生效"},"effective_time":{"en":"Effective from","es":"Efectivo desde","zh-Hans\#
        ":"生效时间"},"end_time":{"en":"End","es":"Fin","zh-Hans":"结束时间"},"ended_time":{"en":"Ti\#
        me of ending","es":"Momento de fin","zh-Hans":"结束时间"},"engagement_ref":{"en":"Engage\#
        ment","es":"Encargo","zh-Hans":"审计委托"},"erased_count":{"en":"Number of fields erased\#
        ","es":"Número de campos suprimidos","zh-Hans":"删除字段数"},"erasure_order_ref":{"en":"O\#
        rder of erasure","es":"Orden de borrado","zh-Hans":"删除令"},"error_after_ms":{"en":"Er\#
        ror after in milliseconds","es":"Error posterior en milisegundos","zh-Hans":"变更后误差（毫\#
        秒）"},"error_before_ms":{"en":"Error before in milliseconds","es":"Error anterior e\#
        n milisegundos","zh-Hans":"变更前误差（毫秒）"},"event_time":{"en":"Time of the event","es":"\#
        Fecha y hora del hecho","zh-Hans":"事件时间"},"explanation_ref":{"en":"Explanation give\#
        n (reference)","es":"Explicación facilitada (referencia)","zh-Hans":"已作说明（引用）"},"fai\#
        rness_check_ref":{"en":"Check of fairness (reference)","es":"Control de equidad (ref\#
        erencia)","zh-Hans":"公平性检查（引用）"},"fields":{"en":"Fields","es":"Campos","zh-Hans":"字段\#
        "},"foreign_authority_approval_ref":{"en":"Approval of the foreign request (referenc\#
        e)","es":"Aprobación del requerimiento extranjero (referencia)","zh-Hans":"外国机关请求的批准\#
        （引用）"},"foreign_authority_request":{"en":"Request of a foreign authority","es":"Requ\#
        erimiento de autoridad extranjera","zh-Hans":"外国机关请求"},"freezes_erasure":{"en":"Free\#
        zes erasure","es":"Paraliza la supresión","zh-Hans":"冻结删除"},"gap_from":{"en":"Firs\#
        t number missing","es":"Primer número ausente","zh-Hans":"缺失起始序号"},"gap_until":{"en"\#
        :"Last number missing","es":"Último número ausente","zh-Hans":"缺失终止序号"},"genai_filin\#
        g_cn":{"en":"Generative AI filing (China)","es":"Registro de IA generativa (China)",\#
        "zh-Hans":"生成式人工智能备案号"},"ground":{"en":"Ground","es":"Fundamento","zh-Hans":"依据"},"g\#
        round_provision":{"en":"Provision of that ground","es":"Disposición del fundamento",\#
        "zh-Hans":"依据条款"},"heartbeat_seconds":{"en":"Heartbeat in seconds","es":"Latido en s\#
        egundos","zh-Hans":"心跳间隔（秒）"},"hold_ref":{"en":"Hold (reference)","es":"Bloqueo (ref\#
        erencia)","zh-Hans":"冻结（引用）"},"impact_assessment_ref":{"en":"Impact assessment (refe\#
        rence)","es":"Evaluación de impacto (referencia)","zh-Hans":"影响评估（引用）"},"important_d\#
        ata_catalogue_ref":{"en":"Catalogue of important data","es":"Catálogo de datos impor\#
        tantes","zh-Hans":"重要数据目录"},"incident_id":{"en":"Incident","es":"Incidente","zh-Hans\#
        ":"事件标识"},"incident_ref":{"en":"Incident (reference)","es":"Incidente (referencia)",\#
        "zh-Hans":"事件（引用）"},"input_ref":{"en":"Input (commitment)","es":"Entrada (compromiso\#
        )","zh-Hans":"输入（承诺）"},"intended_purpose":{"en":"Intended purpose","es":"Finalidad p\#
        revista","zh-Hans":"预期用途"},"justification":{"en":"Justification","es":"Justificación\#
        ","zh-Hans":"理由"},"justification_ref":{"en":"Justification (reference)","es":"Justif\#
        icación (referencia)","zh-Hans":"理由（引用）"},"last_seq":{"en":"Last number received","e\#
        s":"Último número recibido","zh-Hans":"最后收到的序号"},"legal_basis_cn":{"en":"Legal basi\#
        s (China)","es":"Base jurídica (China)","zh-Hans":"法律依据（中国）"},"legal_basis_eu":{"en"\#
        :"Legal basis (EU)","es":"Base jurídica (UE)","zh-Hans":"法律依据（欧盟）"},"legal_basis_eu_\#
        special":{"en":"Condition for special categories (EU)","es":"Condición para categorí\#
        as especiales (UE)","zh-Hans":"特殊类别数据的条件（欧盟）"},"legal_effect":{"en":"Legal effect","\#
        es":"Efecto jurídico","zh-Hans":"法律影响"},"legal_hold":{"en":"Legal hold","es":"Bloque\#
        o por procedimiento","zh-Hans":"依法冻结"},"match":{"en":"Match","es":"Coincidencia","zh\#
        -Hans":"比对命中"},"minimisation_applied":{"en":"Minimisation applied","es":"Minimizació\#
        n aplicada","zh-Hans":"已采取的最小化措施"},"missing_count":{"en":"Number missing","es":"Núme\#
        ro de ausentes","zh-Hans":"缺失数量"},"model_digest":{"en":"Digest of the model","es":"R\#
        esumen criptográfico del modelo","zh-Hans":"模型摘要"},"model_provider":{"en":"Provide\#
        r of the model","es":"Proveedor del modelo","zh-Hans":"模型提供者"},"model_requested":{"e\#
        n":"Model requested","es":"Modelo solicitado","zh-Hans":"请求的模型"},"model_used":{"en":\#
        "Model used","es":"Modelo utilizado","zh-Hans":"实际使用的模型"},"model_version":{"en":"Ver\#
        sion of the model","es":"Versión del modelo","zh-Hans":"模型版本"},"name":{"en":"Name","\#
        es":"Nombre","zh-Hans":"名称"},"new_digest":{"en":"Digest afterwards","es":"Resumen po\#
        sterior","zh-Hans":"之后摘要"},"new_state":{"en":"State afterwards","es":"Estado posteri\#
        or","zh-Hans":"之后状态"},"new_vkey":{"en":"New verifier key","es":"Nueva clave de verif\#
        icación","zh-Hans":"新验证密钥"},"notice_given":{"en":"Notice given","es":"Información fa\#
        cilitada","zh-Hans":"已告知"},"notice_time":{"en":"Time of the notice","es":"Momento d\#
        e la información","zh-Hans":"告知时间"},"notified_time":{"en":"Time of notification","es\#
        ":"Momento de la notificación","zh-Hans":"通报时间"},"offset_ms":{"en":"Offset in millis\#
        econds","es":"Desfase en milisegundos","zh-Hans":"偏移（毫秒）"},"old_vkey":{"en":"Old ver\#
        ifier key","es":"Clave de verificación anterior","zh-Hans":"旧验证密钥"},"on_behalf_of":{\#
        "en":"On behalf of","es":"Por cuenta de","zh-Hans":"受托于"},"operation":{"en":"Operati\#
        on in law","es":"Operación jurídica","zh-Hans":"法律意义上的操作"},"opt_out_state":{"en":"Op\#
        t-out","es":"Oposición","zh-Hans":"拒绝选项状态"},"order_digest":{"en":"Digest of the orde\#
        r","es":"Resumen de la orden","zh-Hans":"命令摘要"},"order_ref":{"en":"Order (reference)\#
        ","es":"Orden (referencia)","zh-Hans":"命令（引用）"},"origin":{"en":"Origin","es":"Origen\#
        ","zh-Hans":"日志来源名"},"origin_signature":{"en":"Signature at the origin","es":"Firm\#
        a en origen","zh-Hans":"来源签名"},"origin_signature_cn":{"en":"Signature at the origi\#
        n (China)","es":"Firma en origen (China)","zh-Hans":"来源签名（中国）"},"outcome":{"en":"Out\#
        come","es":"Resultado","zh-Hans":"结果"},"outcome_code":{"en":"Outcome code","es":"Cód\#
        igo de resultado","zh-Hans":"结果代码"},"output_ref":{"en":"Output (commitment)","es":"S\#
        alida (compromiso)","zh-Hans":"输出（承诺）"},"oversight_action":{"en":"Action of the over\#
        seer","es":"Actuación del supervisor","zh-Hans":"监督人员的处置"},"oversight_mode":{"en":"M\#
        ode of human oversight","es":"Modo de supervisión humana","zh-Hans":"人工监督方式"},"overs\#
        ight_reason":{"en":"Reason of that action","es":"Motivo de la actuación","zh-Hans":"\#
        处置原因"},"oversight_time":{"en":"Time of that action","es":"Momento de la actuación","\#
        zh-Hans":"处置时间"},"payload_state":{"en":"State of the contents","es":"Estado del cont\#
        enido","zh-Hans":"内容状态"},"policy":{"en":"Policy","es":"Política","zh-Hans":"策略"},"pr\#
        evious_digest":{"en":"Digest before","es":"Resumen anterior","zh-Hans":"先前摘要"},"prev\#
        ious_state":{"en":"State before","es":"Estado anterior","zh-Hans":"先前状态"},"processin\#
        g_contract_ref":{"en":"Processing contract (reference)","es":"Contrato de tratamient\#
        o (referencia)","zh-Hans":"委托处理合同（引用）"},"processing_location":{"en":"Place of proces\#
        sing","es":"Lugar de tratamiento","zh-Hans":"处理地点"},"profile":{"en":"Profile","es":"\#
        Perfil","zh-Hans":"披露范围配置"},"profile_digest":{"en":"Digest of the profile","es":"Res\#
        umen del perfil","zh-Hans":"配置摘要"},"provider_id":{"en":"Provider","es":"Proveedor","\#
        zh-Hans":"提供者"},"provisions":{"en":"Provisions it was made under","es":"Disposicione\#
        s aplicadas","zh-Hans":"适用条款"},"purpose":{"en":"Purpose","es":"Finalidad","zh-Hans":\#
        "处理目的"},"query_ref":{"en":"Query (commitment)","es":"Consulta (compromiso)","zh-Hans\#
        ":"查询（承诺）"},"reason":{"en":"Reason","es":"Motivo","zh-Hans":"原因"},"recipient_categor\#
        y":{"en":"Category of recipient","es":"Categoría de destinatario","zh-Hans":"接收方类别"}\#
        ,"recipient_country":{"en":"Recipient's country","es":"País del destinatario","zh-Ha\#
        ns":"接收方所在国家"},"recipient_ref":{"en":"Recipient","es":"Destinatario","zh-Hans":"接收方"\#
        },"record_class":{"en":"Class of the record","es":"Clase del registro","zh-Hans":"记录\#
        类别"},"record_count":{"en":"Number of data records (banded)","es":"Número de registro\#
        s (por tramos)","zh-Hans":"数据条数（分档）"},"record_id":{"en":"Record identifier","es":"Id\#
        entificador del registro","zh-Hans":"记录标识"},"reference_database_ref":{"en":"Referenc\#
        e database","es":"Base de datos de referencia","zh-Hans":"比对数据库"},"replacement_index\#
        ":{"en":"Entry that replaces it","es":"Entrada que la sustituye","zh-Hans":"替代条目"},"\#
        replacement_record_id":{"en":"Record that replaces it","es":"Registro que lo sustitu\#
        ye","zh-Hans":"替代记录"},"report_ref":{"en":"Report (reference)","es":"Informe (referen\#
        cia)","zh-Hans":"报告（引用）"},"request_digest":{"en":"Digest of the request","es":"Resum\#
        en de la solicitud","zh-Hans":"请求摘要"},"request_kind":{"en":"Kind of request","es":"T\#
        ipo de solicitud","zh-Hans":"请求类型"},"request_ref":{"en":"Request (reference)","es":"\#
        Solicitud (referencia)","zh-Hans":"请求（引用）"},"requested_by":{"en":"Requested by","es"\#
        :"Solicitado por","zh-Hans":"请求人"},"resource_digest":{"en":"Digest of the informatio\#
        n","es":"Resumen criptográfico de la información","zh-Hans":"信息摘要"},"resource_ref":{\#
        "en":"Information concerned","es":"Información afectada","zh-Hans":"所涉信息"},"retentio\#
        n_ceiling":{"en":"Kept at most until","es":"Conservación máxima hasta","zh-Hans":"最长\#
        保存至"},"retention_class":{"en":"Retention class","es":"Clase de conservación","zh-Han\#
        s":"保存类别"},"retention_floor":{"en":"Least retention until","es":"Conservación mínim\#
        a hasta","zh-Hans":"最短保存至"},"retention_until":{"en":"Kept at least until","es":"Cons\#
        ervación mínima hasta","zh-Hans":"最短保存至"},"risk_class":{"en":"Risk class","es":"Clas\#
        e de riesgo","zh-Hans":"风险等级"},"seal_ref":{"en":"Seal of the exported medium","es":"\#
        Sello del soporte exportado","zh-Hans":"导出载体的签章"},"secrecy":{"en":"Secrecy","es":"Se\#
        creto","zh-Hans":"涉密情况"},"serious_incident_ref":{"en":"Serious incident (reference)"\#
        ,"es":"Incidente grave (referencia)","zh-Hans":"严重事件（引用）"},"severity":{"en":"Severit\#
        y","es":"Gravedad","zh-Hans":"严重程度"},"since":{"en":"Since","es":"Desde","zh-Hans":"起\#
        始时间"},"source":{"en":"Source","es":"Fuente","zh-Hans":"来源"},"source_after":{"en":"So\#
        urce after","es":"Fuente posterior","zh-Hans":"变更后来源"},"source_before":{"en":"Sourc\#
        e before","es":"Fuente anterior","zh-Hans":"变更前来源"},"start_time":{"en":"Start","es":\#
        "Inicio","zh-Hans":"开始时间"},"state":{"en":"State","es":"Estado","zh-Hans":"状态"},"stor\#
        age_location":{"en":"Place of storage","es":"Lugar de almacenamiento","zh-Hans":"存储地\#
        点"},"subject":{"en":"Subject","es":"Objeto","zh-Hans":"对象"},"substantial_modificatio\#
        n":{"en":"Substantial modification","es":"Modificación sustancial","zh-Hans":"实质性修改"\#
        },"substantial_modification_ref":{"en":"Substantial modification (reference)","es":"\#
        Modificación sustancial (referencia)","zh-Hans":"实质性修改（引用）"},"suite":{"en":"Suite","\#
        es":"Conjunto criptográfico","zh-Hans":"密码套件"},"summary_ref":{"en":"Summary (referen\#
        ce)","es":"Resumen (referencia)","zh-Hans":"摘要（引用）"},"system_id":{"en":"System","es"\#
        :"Sistema","zh-Hans":"系统"},"system_instance":{"en":"System instance","es":"Instanci\#
        a del sistema","zh-Hans":"系统实例"},"system_version":{"en":"System version","es":"Versi\#
        ón del sistema","zh-Hans":"系统版本"},"target_class":{"en":"Class of that record","es":"\#
        Clase de ese registro","zh-Hans":"该记录类别"},"target_fields":{"en":"Fields concerned","\#
        es":"Campos afectados","zh-Hans":"所涉字段"},"target_index":{"en":"Entry concerned","es"\#
        :"Entrada afectada","zh-Hans":"所涉条目"},"target_indexes":{"en":"Entries concerned","es\#
        ":"Entradas afectadas","zh-Hans":"所涉条目"},"target_record_id":{"en":"Record concerned"\#
        ,"es":"Registro afectado","zh-Hans":"所涉记录"},"target_record_ids":{"en":"Records conce\#
        rned","es":"Registros afectados","zh-Hans":"所涉记录"},"threshold":{"en":"Threshold","es\#
        ":"Umbral","zh-Hans":"阈值"},"time_source":{"en":"Source of time","es":"Fuente horaria\#
        ","zh-Hans":"时间来源"},"timezone_offset":{"en":"Offset from UTC in minutes","es":"Desfa\#
        se respecto de UTC en minutos","zh-Hans":"与协调世界时的偏移（分钟）"},"tool_calls":{"en":"Call\#
        s of tools","es":"Llamadas a herramientas","zh-Hans":"工具调用"},"transfer_mechanism":{"\#
        en":"Transfer mechanism","es":"Mecanismo de transferencia","zh-Hans":"跨境传输机制"},"tran\#
        sfer_mechanism_cn":{"en":"Transfer mechanism (China)","es":"Mecanismo de transferenc\#
        ia (China)","zh-Hans":"出境机制（中国）"},"transfer_mechanism_eu":{"en":"Transfer mechanis\#
        m (EU)","es":"Mecanismo de transferencia (UE)","zh-Hans":"跨境传输机制（欧盟）"},"transfer_ref\#
        ":{"en":"Transfer (reference)","es":"Transferencia (referencia)","zh-Hans":"跨境传输（引用）\#
        "},"unlabelled_recipient_ref":{"en":"Recipient of unlabelled content","es":"Destinat\#
        ario de contenido sin etiqueta","zh-Hans":"未添加标识内容的接收方"},"until":{"en":"Until","es":\#
        "Hasta","zh-Hans":"截止时间"},"use_period_end":{"en":"End of the use","es":"Fin del uso"\#
        ,"zh-Hans":"使用结束时间"},"use_period_start":{"en":"Start of the use","es":"Inicio del us\#
        o","zh-Hans":"使用开始时间"},"verifier_ids":{"en":"Persons who verified (pseudonyms)","es"\#
        :"Personas que verificaron (seudónimos)","zh-Hans":"核验人（假名）"},"writer":{"en":"Writer\#
        ","es":"Emisor","zh-Hans":"写入方"},"writer_seq":{"en":"Writer's number","es":"Número d\#
        el emisor","zh-Hans":"写入方序号"}},"marks":{"U":{"en":"unverified","es":"sin verificar",\#
        "zh-Hans":"未经核实"},"V":{"en":"read in the official text","es":"leído en el texto ofic\#
        ial","zh-Hans":"已查阅官方文本"},"V2":{"en":"from a secondary source","es":"de una fuente s\#
        ecundaria","zh-Hans":"来自二手来源"}},"notice":{"en":"This table says which fields a provi\#
        sion asks about. It is no legal advice, and no statement of conformity, certificatio\#
        n or qualified status. Texts in the original language are the authority.","es":"Est\#
        a tabla indica por qué campos pregunta una disposición. No es asesoramiento jurídic\#
        o ni declara conformidad, certificación o estado cualificado. Prevalece el texto e\#
        n su lengua original.","zh-Hans":"本表说明各条款所涉及的字段，不构成法律意见，也不表示合规、认证或合格状态。以原文文本为准。"},"r\#
        elations":{"close":{"en":"close","es":"próximo","zh-Hans":"相近"},"cn-broader":{"en":"\#
        broader in China","es":"más amplio en China","zh-Hans":"中国范围更广"},"conflict":{"en":"i\#
        n conflict","es":"en conflicto","zh-Hans":"相互冲突"},"equal":{"en":"same duty","es":"mi\#
        smo deber","zh-Hans":"义务相同"},"equal-plus":{"en":"same duty, with more on the EU side\#
        ","es":"mismo deber, con más en la UE","zh-Hans":"义务相同，欧盟要求更多"},"eu-broader":{"en":"\#
        broader in the EU","es":"más amplio en la UE","zh-Hans":"欧盟范围更广"}},"sides":{"CN":{"e\#
        n":"China","es":"China","zh-Hans":"中国"},"ES":{"en":"Spain","es":"España","zh-Hans":"\#
        西班牙"},"EU":{"en":"European Union","es":"Unión Europea","zh-Hans":"欧盟"}},"states":{"a\#
        ctive":{"en":"active","es":"activo","zh-Hans":"有效"},"blocked":{"en":"blocked","es":"\#
        bloqueado","zh-Hans":"封存"},"erased":{"en":"erased","es":"suprimido","zh-Hans":"已删除"}\#
        ,"restricted":{"en":"restricted","es":"limitado","zh-Hans":"限制处理"}}},"laws":[{"id":"\#
        ai-act","instrument":"celex:32024R1689","labels":{"en":"AI Act, (EU) 2024/1689 as am\#
        ended by (EU) 2026/1744","es":"Reglamento de inteligencia artificial, (UE) 2024/1689\#
        , modificado por (UE) 2026/1744","zh-Hans":"《人工智能法》（欧盟）2024/1689，经（欧盟）2026/1744修订"},\#
        "side":"EU"},{"id":"alg","instrument":"CN:ALG:2021","labels":{"en":"Algorithm Recomm\#
        endation Provisions","es":"Disposiciones sobre recomendación algorítmica","zh-Hans":\#
        "《互联网信息服务算法推荐管理规定》"},"side":"CN"},{"id":"cn-incident","instrument":"CN:INCIDENT:2025\#
        ","labels":{"en":"Cybersecurity Incident Reporting Measures","es":"Medidas de notifi\#
        cación de incidentes de ciberseguridad","zh-Hans":"《国家网络安全事件报告管理办法》"},"side":"CN"},{\#
        "id":"cpl","instrument":"CN:CPL:2018","labels":{"en":"Criminal Procedure Law","es":"\#
        Ley de Procedimiento Penal","zh-Hans":"《中华人民共和国刑事诉讼法》"},"side":"CN"},{"id":"csl","in\#
        strument":"CN:CSL:2025-10-28","labels":{"en":"Cybersecurity Law as amended on 28 Oct\#
        ober 2025","es":"Ley de Ciberseguridad, modificada el 28 de octubre de 2025","zh-Han\#
        s":"《中华人民共和国网络安全法》（2025年10月28日修正）"},"side":"CN"},{"id":"csl-2016","instrument":"CN:C\#
        SL:2016-11-07","labels":{"en":"Cybersecurity Law before the amendment of 2025","es":\#
        "Ley de Ciberseguridad antes de la reforma de 2025","zh-Hans":"《中华人民共和国网络安全法》（2025年修\#
        正前）"},"side":"CN"},{"id":"data-act","instrument":"celex:32023R2854","labels":{"en":"\#
        Data Act, (EU) 2023/2854","es":"Reglamento de Datos, (UE) 2023/2854","zh-Hans":"《数据法\#
        》（欧盟）2023/2854"},"side":"EU"},{"id":"dsl","instrument":"CN:DSL:2021-06-10","labels":\#
        {"en":"Data Security Law","es":"Ley de Seguridad de los Datos","zh-Hans":"《中华人民共和国数据\#
        安全法》"},"side":"CN"},{"id":"eidas","instrument":"celex:32014R0910","labels":{"en":"eI\#
        DAS Regulation, (EU) 910/2014 as amended by (EU) 2024/1183","es":"Reglamento eIDAS\#
        , (UE) 910/2014, modificado por (UE) 2024/1183","zh-Hans":"《eIDAS条例》（欧盟）910/2014，经（欧\#
        盟）2024/1183修订"},"side":"EU"},{"id":"ens","instrument":"BOE-A-2022-7191","labels":{"e\#
        n":"National Security Framework, Royal Decree 311/2022","es":"Esquema Nacional de Se\#
        guridad, Real Decreto 311/2022","zh-Hans":"西班牙《国家安全框架》（第311/2022号王室法令）"},"side":"ES"\#
        },{"id":"esl","instrument":"CN:ESL","labels":{"en":"Electronic Signature Law","es":"\#
        Ley de Firma Electrónica","zh-Hans":"《中华人民共和国电子签名法》"},"side":"CN"},{"id":"gbt-39786"\#
        ,"instrument":"GB/T 39786-2021","labels":{"en":"Requirements for cryptography applic\#
        ation, GB/T 39786-2021","es":"Requisitos de uso de criptografía, GB/T 39786-2021","z\#
        h-Hans":"信息系统密码应用基本要求 GB/T 39786-2021"},"side":"CN"},{"id":"gdpr","instrument":"cele\#
        x:32016R0679","labels":{"en":"General Data Protection Regulation, (EU) 2016/679","es\#
        ":"Reglamento general de protección de datos, (UE) 2016/679","zh-Hans":"《通用数据保护条例》（欧\#
        盟）2016/679"},"side":"EU"},{"id":"genai","instrument":"CN:GENAI:2023","labels":{"en":\#
        "Generative AI Interim Measures","es":"Medidas provisionales sobre IA generativa","z\#
        h-Hans":"《生成式人工智能服务管理暂行办法》"},"side":"CN"},{"id":"icja","instrument":"CN:ICJA:2018","\#
        labels":{"en":"International Criminal Judicial Assistance Law","es":"Ley de Asistenc\#
        ia Judicial Penal Internacional","zh-Hans":"《中华人民共和国国际刑事司法协助法》"},"side":"CN"},{"id":\#
        "labelling","instrument":"CN:LABEL:2025","labels":{"en":"AI Content Labelling Measur\#
        es","es":"Medidas de etiquetado de contenido de IA","zh-Hans":"《人工智能生成合成内容标识办法》"},"s\#
        ide":"CN"},{"id":"lecrim","instrument":"BOE-A-2015-10725","labels":{"en":"Criminal P\#
        rocedure Act as amended by Organic Law 13/2015","es":"Ley de Enjuiciamiento Criminal\#
        , según la Ley Orgánica 13/2015","zh-Hans":"西班牙《刑事诉讼法》（第13/2015号组织法修订）"},"side":"ES"\#
        },{"id":"led","instrument":"celex:32016L0680","labels":{"en":"Law Enforcement Direct\#
        ive, (EU) 2016/680","es":"Directiva (UE) 2016/680 (ámbito penal)","zh-Hans":"《执法数据保护\#
        指令》（欧盟）2016/680"},"side":"EU"},{"id":"lo7","instrument":"BOE-A-2021-8806","labels":{\#
        "en":"Organic Law 7/2021","es":"Ley Orgánica 7/2021","zh-Hans":"西班牙第7/2021号组织法"},"si\#
        de":"ES"},{"id":"lopdgdd","instrument":"BOE-A-2018-16673","labels":{"en":"Organic La\#
        w 3/2018 on data protection","es":"Ley Orgánica 3/2018 de Protección de Datos","zh-H\#
        ans":"西班牙第3/2018号个人数据保护组织法"},"side":"ES"},{"id":"mlps","instrument":"GB/T 22239-2019\#
        ","labels":{"en":"Multi-Level Protection Scheme, GB/T 22239-2019","es":"Protección m\#
        ultinivel, GB/T 22239-2019","zh-Hans":"网络安全等级保护基本要求 GB/T 22239-2019"},"side":"CN"},{\#
        "id":"ndsmr","instrument":"CN:NDSMR:2024-09-24","labels":{"en":"Network Data Securit\#
        y Management Regulations","es":"Reglamento de gestión de la seguridad de los datos e\#
        n red","zh-Hans":"《网络数据安全管理条例》"},"side":"CN"},{"id":"nis2","instrument":"celex:32022\#
        L2555","labels":{"en":"NIS2 Directive, (EU) 2022/2555","es":"Directiva NIS2, (UE) 20\#
        22/2555","zh-Hans":"《NIS2指令》（欧盟）2022/2555"},"side":"EU"},{"id":"nis2-ir","instrument\#
        ":"celex:32024R2690","labels":{"en":"Implementing Regulation (EU) 2024/2690","es":"R\#
        eglamento de Ejecución (UE) 2024/2690","zh-Hans":"实施条例（欧盟）2024/2690"},"side":"EU"},{\#
        "id":"olr","instrument":"CN:OLR:2021","labels":{"en":"Online Litigation Rules of th\#
        e Supreme People's Court","es":"Reglas de litigio en línea del Tribunal Supremo Popu\#
        lar","zh-Hans":"最高人民法院《人民法院在线诉讼规则》"},"side":"CN"},{"id":"pi-audit","instrument":"CN:\#
        PI-AUDIT:2025","labels":{"en":"Personal Information Protection Compliance Audit Meas\#
        ures","es":"Medidas de auditoría de protección de la información personal","zh-Hans"\#
        :"《个人信息保护合规审计管理办法》"},"side":"CN"},{"id":"pipl","instrument":"CN:PIPL:2021-08-20","la\#
        bels":{"en":"Personal Information Protection Law","es":"Ley de Protección de la Info\#
        rmación Personal","zh-Hans":"《中华人民共和国个人信息保护法》"},"side":"CN"},{"id":"qel-ir","instrum\#
        ent":"celex:32025R2531","labels":{"en":"Implementing Regulation (EU) 2025/2531 on el\#
        ectronic ledgers","es":"Reglamento de Ejecución (UE) 2025/2531 sobre libros mayore\#
        s electrónicos","zh-Hans":"关于电子账本的实施条例（欧盟）2025/2531"},"side":"EU"}],"profiles":[{"ap\#
        plies_from":"2027-12-02","applies_from_mark":"V","classes":{"ai-decision":{"allow":[\#
        "record_class","retention_class","writer","secrecy","record_id","event_time","timezo\#
        ne_offset","time_source","clock_error_ms","start_time","end_time","activity","outcom\#
        e","outcome_code","actor_id","actor_type","actor_role","actor_org","actor_legal_capa\#
        city","on_behalf_of","correlation_id","causation_id","system_id","system_version","s\#
        ystem_instance","access_country","storage_location","processing_location","purpose",\#
        "legal_basis_eu","legal_basis_eu_special","impact_assessment_ref","processing_contra\#
        ct_ref","retention_until","retention_ceiling","legal_hold","payload_state","incident\#
        _ref","writer_seq","notice_time","substantial_modification_ref","content_label_place\#
        ","provisions","ai_system_id","ai_system_version","ai_registration_eu","provider_id"\#
        ,"deployer_id","model_provider","model_requested","model_used","model_version","mode\#
        l_digest","agent_id","agent_version","ai_operation","risk_class","intended_purpose",\#
        "use_period_start","use_period_end","reference_database_ref","data_source_refs","too\#
        l_calls","match","decision_code","decision_role","legal_effect","confidence","thresh\#
        old","oversight_mode","verifier_ids","oversight_action","oversight_time","oversight_\#
        reason","explanation_ref","notice_given","opt_out_state","contest_ref","fairness_che\#
        ck_ref","substantial_modification","serious_incident_ref","content_label_explicit","\#
        content_label_id","content_manifest_digest"],"on_condition":[{"field":"input_ref","w\#
        hen":[{"field":"match","is":["true"]}]}]},"correction":{"allow":["record_class","ret\#
        ention_class","record_id","writer","writer_seq","event_time","timezone_offset","time\#
        _source","clock_error_ms","actor_id","actor_type","actor_org","system_id","correlati\#
        on_id","secrecy","target_index","target_record_id","corrected_fields","replacement_i\#
        ndex","replacement_record_id","reason","requested_by"]},"incident":{"allow":["record\#
        _class","retention_class","record_id","writer","writer_seq","event_time","timezone_o\#
        ffset","time_source","clock_error_ms","actor_id","actor_type","actor_org","system_id\#
        ","correlation_id","secrecy","incident_id","state","category","severity","detected_t\#
        ime","began_time","ended_time","freezes_erasure","affected_classes","affected_indexe\#
        s","affected_count","authority","notified_time","report_ref"]},"retention-action":{"\#
        allow":["record_class","retention_class","record_id","writer","writer_seq","event_ti\#
        me","timezone_offset","time_source","clock_error_ms","actor_id","actor_type","actor_\#
        org","system_id","correlation_id","secrecy","action","target_index","target_record_i\#
        d","target_class","target_fields","previous_state","new_state","ground","ground_prov\#
        ision","order_ref","order_digest","requested_by","hold_ref","effective_time","backup\#
        s_until","erased_count","retention_floor","retention_ceiling"]},"schema-change":{"al\#
        low":["record_class","retention_class","record_id","writer","writer_seq","event_time\#
        ","timezone_offset","time_source","clock_error_ms","actor_id","actor_type","actor_or\#
        g","system_id","correlation_id","secrecy","subject","name","previous_digest","new_di\#
        gest","effective_size","reason","authorised_by"]}},"deny":["algorithm_filing_cn","co\#
        nsent_cn","consent_ref_cn","content_producer","content_propagator","data_class_cn","\#
        genai_filing_cn","important_data_catalogue_ref","legal_basis_cn","transfer_mechanism\#
        _cn","unlabelled_recipient_ref","attributes"],"entitlement":[{"article":"AI Act Art\#
        . 74(12)-(13)","mark":"V"},{"article":"AI Act Art. 75a","mark":"V"},{"article":"AI A\#
        ct Art. 12","mark":"V"},{"article":"AI Act Art. 26(6)","mark":"V"},{"article":"AI Ac\#
        t Art. 78","mark":"U"}],"home":["EU","ES"],"id":"eu-ai-act","labels":{"en":"EU AI Ac\#
        t: market surveillance","es":"Reglamento de IA de la UE: vigilancia del mercado","zh\#
        -Hans":"欧盟人工智能法：市场监督"},"languages":["es","en"],"purposes":["market-surveillance","in\#
        cident-investigation"],"retention":"R6M","side":"EU","states":["active","restricted"\#
        ,"blocked"],"suite":"sha256"},{"applies_from":"2018-05-25","applies_from_mark":"U","\#
        classes":{"ai-decision":{"allow":["record_class","retention_class","writer","secrecy\#
        ","record_id","event_time","timezone_offset","time_source","clock_error_ms","start_t\#
        ime","end_time","activity","outcome","outcome_code","actor_id","actor_type","actor_r\#
        ole","actor_org","actor_legal_capacity","on_behalf_of","correlation_id","causation_i\#
        d","system_id","system_version","system_instance","access_country","storage_location\#
        ","processing_location","purpose","legal_basis_eu","legal_basis_eu_special","impact_\#
        assessment_ref","processing_contract_ref","retention_until","retention_ceiling","leg\#
        al_hold","payload_state","incident_ref","writer_seq","notice_time","substantial_modi\#
        fication_ref","content_label_place","provisions","ai_system_id","ai_system_version",\#
        "ai_registration_eu","provider_id","deployer_id","model_provider","model_requested",\#
        "model_used","model_version","model_digest","agent_id","agent_version","ai_operation\#
        ","risk_class","intended_purpose","use_period_start","use_period_end","reference_dat\#
        abase_ref","data_source_refs","tool_calls","match","decision_code","decision_role","\#
        legal_effect","confidence","threshold","oversight_mode","verifier_ids","oversight_ac\#
        tion","oversight_time","oversight_reason","explanation_ref","notice_given","opt_out_\#
        state","contest_ref","fairness_check_ref","substantial_modification","serious_incide\#
        nt_ref","content_label_explicit","content_label_id","content_manifest_digest"],"on_g\#
        round":{"complaint":["affected_person_ref"]},"when":[{"field":"affected_person_ref",\#
        "present":true}]},"auditor-disclosure":{"allow":["record_class","retention_class","r\#
        ecord_id","writer","writer_seq","event_time","timezone_offset","time_source","clock_\#
        error_ms","actor_id","actor_type","actor_org","system_id","correlation_id","secrecy"\#
        ,"auditor_id","profile","profile_digest","engagement_ref","purpose","request_kind","\#
        target_indexes","target_record_ids","fields","disclosure_digests","disclosure_count"\#
        ,"deletion_due","deletion_attested","transfer_mechanism","transfer_ref"]},"capture-s\#
        tate":{"allow":["record_class","retention_class","record_id","writer","writer_seq","\#
        event_time","timezone_offset","time_source","clock_error_ms","actor_id","actor_type"\#
        ,"actor_org","system_id","correlation_id","secrecy","capture_id","state","source","r\#
        eason","heartbeat_seconds","last_seq","gap_from","gap_until","missing_count","since"\#
        ,"until","authorised_by"]},"clock-change":{"allow":["record_class","retention_class"\#
        ,"record_id","writer","writer_seq","event_time","timezone_offset","time_source","clo\#
        ck_error_ms","actor_id","actor_type","actor_org","system_id","correlation_id","secre\#
        cy","clock_id","change","source_before","source_after","offset_ms","error_before_ms"\#
        ,"error_after_ms","reason","authorised_by"]},"correction":{"allow":["record_class","\#
        retention_class","record_id","writer","writer_seq","event_time","timezone_offset","t\#
        ime_source","clock_error_ms","actor_id","actor_type","actor_org","system_id","correl\#
        ation_id","secrecy","target_index","target_record_id","corrected_fields","replacemen\#
        t_index","replacement_record_id","reason","requested_by"]},"data-access":{"allow":["\#
        record_class","retention_class","writer","secrecy","record_id","event_time","timezon\#
        e_offset","time_source","clock_error_ms","start_time","end_time","activity","outcome\#
        ","outcome_code","actor_id","actor_type","actor_role","actor_org","actor_legal_capac\#
        ity","on_behalf_of","correlation_id","causation_id","system_id","system_version","sy\#
        stem_instance","access_country","storage_location","processing_location","purpose","\#
        legal_basis_eu","legal_basis_eu_special","impact_assessment_ref","processing_contrac\#
        t_ref","retention_until","retention_ceiling","legal_hold","payload_state","incident_\#
        ref","writer_seq","justification_ref","operation","justification","authorisation_typ\#
        e","resource_ref","db_system","db_operation","record_count","data_category","data_cl\#
        ass_eu","data_subject_category","data_subject_count","recipient_ref","recipient_cate\#
        gory","recipient_country","transfer_mechanism_eu","transfer_ref","minimisation_appli\#
        ed","seal_ref","erasure_order_ref"],"on_ground":{"complaint":["data_subject_ref"]}},\#
        "incident":{"allow":["record_class","retention_class","record_id","writer","writer_s\#
        eq","event_time","timezone_offset","time_source","clock_error_ms","actor_id","actor_\#
        type","actor_org","system_id","correlation_id","secrecy","incident_id","state","cate\#
        gory","severity","detected_time","began_time","ended_time","freezes_erasure","affect\#
        ed_classes","affected_indexes","affected_count","authority","notified_time","report_\#
        ref"]},"retention-action":{"allow":["record_class","retention_class","record_id","wr\#
        iter","writer_seq","event_time","timezone_offset","time_source","clock_error_ms","ac\#
        tor_id","actor_type","actor_org","system_id","correlation_id","secrecy","action","ta\#
        rget_index","target_record_id","target_class","target_fields","previous_state","new_\#
        state","ground","ground_provision","order_ref","order_digest","requested_by","hold_r\#
        ef","effective_time","backups_until","erased_count","retention_floor","retention_cei\#
        ling"]},"schema-change":{"allow":["record_class","retention_class","record_id","writ\#
        er","writer_seq","event_time","timezone_offset","time_source","clock_error_ms","acto\#
        r_id","actor_type","actor_org","system_id","correlation_id","secrecy","subject","nam\#
        e","previous_digest","new_digest","effective_size","reason","authorised_by"]}},"deny\#
        ":["algorithm_filing_cn","consent_cn","consent_ref_cn","content_producer","content_p\#
        ropagator","data_class_cn","genai_filing_cn","important_data_catalogue_ref","legal_b\#
        asis_cn","transfer_mechanism_cn","unlabelled_recipient_ref","attributes","query_ref"\#
        ],"entitlement":[{"article":"GDPR Art. 30","mark":"V"},{"article":"GDPR Art. 33(5)",\#
        "mark":"V"},{"article":"GDPR Art. 31","mark":"U"},{"article":"GDPR Art. 58","mark":"\#
        U"}],"home":["EU","ES"],"id":"eu-gdpr","labels":{"en":"GDPR: data protection authori\#
        ty","es":"RGPD: autoridad de protección de datos","zh-Hans":"《通用数据保护条例》：数据保护机构"},"la\#
        nguages":["es","en"],"purposes":["supervision","complaint","breach"],"retention":"RB\#
        LOCK","side":"EU","states":["active","restricted","blocked"],"suite":"sha256"},{"app\#
        lies_from":"2018-05-06","applies_from_mark":"V","classes":{"auditor-disclosure":{"al\#
        low":["record_class","retention_class","record_id","writer","writer_seq","event_time\#
        ","timezone_offset","time_source","clock_error_ms","actor_id","actor_type","actor_or\#
        g","system_id","correlation_id","secrecy","auditor_id","profile","profile_digest","e\#
        ngagement_ref","purpose","request_kind","target_indexes","target_record_ids","fields\#
        ","disclosure_digests","disclosure_count","deletion_due","deletion_attested","transf\#
        er_mechanism","transfer_ref"]},"capture-state":{"allow":["record_class","retention_c\#
        lass","record_id","writer","writer_seq","event_time","timezone_offset","time_source"\#
        ,"clock_error_ms","actor_id","actor_type","actor_org","system_id","correlation_id","\#
        secrecy","capture_id","state","source","reason","heartbeat_seconds","last_seq","gap_\#
        from","gap_until","missing_count","since","until","authorised_by"]},"clock-change":{\#
        "allow":["record_class","retention_class","record_id","writer","writer_seq","event_t\#
        ime","timezone_offset","time_source","clock_error_ms","actor_id","actor_type","actor\#
        _org","system_id","correlation_id","secrecy","clock_id","change","source_before","so\#
        urce_after","offset_ms","error_before_ms","error_after_ms","reason","authorised_by"]\#
        },"correction":{"allow":["record_class","retention_class","record_id","writer","writ\#
        er_seq","event_time","timezone_offset","time_source","clock_error_ms","actor_id","ac\#
        tor_type","actor_org","system_id","correlation_id","secrecy","target_index","target_\#
        record_id","corrected_fields","replacement_index","replacement_record_id","reason","\#
        requested_by"]},"data-access":{"allow":["record_class","retention_class","writer","s\#
        ecrecy","record_id","event_time","timezone_offset","time_source","clock_error_ms","s\#
        tart_time","end_time","activity","outcome","outcome_code","actor_id","actor_type","a\#
        ctor_role","actor_org","actor_legal_capacity","on_behalf_of","correlation_id","causa\#
        tion_id","system_id","system_version","system_instance","access_country","storage_lo\#
        cation","processing_location","purpose","legal_basis_eu","legal_basis_eu_special","i\#
        mpact_assessment_ref","processing_contract_ref","retention_until","retention_ceiling\#
        ","legal_hold","payload_state","incident_ref","writer_seq","justification_ref","auth\#
        orisation_digest","foreign_authority_approval_ref","operation","justification","auth\#
        orisation_type","authorisation_ref","authorisation_issuer","authorisation_valid_from\#
        ","authorisation_valid_until","authorisation_scope","resource_ref","db_system","db_o\#
        peration","record_count","data_category","data_class_eu","data_subject_category","da\#
        ta_subject_count","recipient_ref","recipient_category","recipient_country","transfer\#
        _mechanism_eu","transfer_ref","foreign_authority_request","minimisation_applied","se\#
        al_ref","erasure_order_ref"],"on_ground":{"complaint":["data_subject_ref"],"order":[\#
        "actor_identity_ref"]},"when":[{"field":"data_class_eu","is":["law_enforcement"]}]},\#
        "incident":{"allow":["record_class","retention_class","record_id","writer","writer_s\#
        eq","event_time","timezone_offset","time_source","clock_error_ms","actor_id","actor_\#
        type","actor_org","system_id","correlation_id","secrecy","incident_id","state","cate\#
        gory","severity","detected_time","began_time","ended_time","freezes_erasure","affect\#
        ed_classes","affected_indexes","affected_count","authority","notified_time","report_\#
        ref"]},"retention-action":{"allow":["record_class","retention_class","record_id","wr\#
        iter","writer_seq","event_time","timezone_offset","time_source","clock_error_ms","ac\#
        tor_id","actor_type","actor_org","system_id","correlation_id","secrecy","action","ta\#
        rget_index","target_record_id","target_class","target_fields","previous_state","new_\#
        state","ground","ground_provision","order_ref","order_digest","requested_by","hold_r\#
        ef","effective_time","backups_until","erased_count","retention_floor","retention_cei\#
        ling"]}},"deny":["algorithm_filing_cn","consent_cn","consent_ref_cn","content_produc\#
        er","content_propagator","data_class_cn","genai_filing_cn","important_data_catalogue\#
        _ref","legal_basis_cn","transfer_mechanism_cn","unlabelled_recipient_ref","attribute\#
        s"],"entitlement":[{"article":"LED Art. 25(3)","mark":"V"},{"article":"Ley Orgánic\#
        a 7/2021 Art. 33","mark":"V"}],"home":["EU","ES"],"id":"eu-led","labels":{"en":"La\#
        w Enforcement Directive: supervisory authority","es":"Directiva penal: autoridad d\#
        e control","zh-Hans":"执法数据保护指令：监督机构"},"languages":["es","en"],"purposes":["verify-la\#
        wfulness","self-monitoring","integrity-and-security","criminal-proceedings"],"retent\#
        ion":"RLED","side":"EU","states":["active","restricted","blocked"],"suite":"sha256"}\#
        ,{"applies_from":"2015-12-06","applies_from_mark":"U","classes":{"auditor-disclosure\#
        ":{"allow":["record_class","retention_class","record_id","writer","writer_seq","even\#
        t_time","timezone_offset","time_source","clock_error_ms","actor_id","actor_type","ac\#
        tor_org","system_id","correlation_id","secrecy","auditor_id","profile","profile_dige\#
        st","engagement_ref","purpose","request_kind","target_indexes","target_record_ids","\#
        fields","disclosure_digests","disclosure_count","deletion_due","deletion_attested","\#
        transfer_mechanism","transfer_ref"]},"capture-state":{"allow":["record_class","reten\#
        tion_class","record_id","writer","writer_seq","event_time","timezone_offset","time_s\#
        ource","clock_error_ms","actor_id","actor_type","actor_org","system_id","correlation\#
        _id","secrecy","capture_id","state","source","reason","heartbeat_seconds","last_seq"\#
        ,"gap_from","gap_until","missing_count","since","until","authorised_by"]},"clock-cha\#
        nge":{"allow":["record_class","retention_class","record_id","writer","writer_seq","e\#
        vent_time","timezone_offset","time_source","clock_error_ms","actor_id","actor_type",\#
        "actor_org","system_id","correlation_id","secrecy","clock_id","change","source_befor\#
        e","source_after","offset_ms","error_before_ms","error_after_ms","reason","authorise\#
        d_by"]},"data-access":{"allow":["record_class","retention_class","writer","secrecy",\#
        "record_id","event_time","timezone_offset","time_source","clock_error_ms","start_tim\#
        e","end_time","activity","outcome","outcome_code","actor_id","actor_type","actor_rol\#
        e","actor_org","actor_legal_capacity","on_behalf_of","correlation_id","causation_id"\#
        ,"system_id","system_version","system_instance","access_country","storage_location",\#
        "processing_location","purpose","legal_basis_eu","legal_basis_eu_special","impact_as\#
        sessment_ref","processing_contract_ref","retention_until","retention_ceiling","legal\#
        _hold","payload_state","incident_ref","writer_seq","actor_identity_ref","justificati\#
        on_ref","authorisation_digest","foreign_authority_approval_ref","operation","justifi\#
        cation","authorisation_type","authorisation_ref","authorisation_issuer","authorisati\#
        on_valid_from","authorisation_valid_until","authorisation_scope","resource_ref","db_\#
        system","db_operation","record_count","data_category","data_class_eu","data_subject_\#
        category","data_subject_count","recipient_ref","recipient_category","recipient_count\#
        ry","transfer_mechanism_eu","transfer_ref","foreign_authority_request","minimisation\#
        _applied","seal_ref","erasure_order_ref","data_subject_ref"],"on_ground":{"order":["\#
        resource_digest","query_ref"]},"when":[{"field":"data_class_eu","is":["law_enforceme\#
        nt"]}]},"retention-action":{"allow":["record_class","retention_class","record_id","w\#
        riter","writer_seq","event_time","timezone_offset","time_source","clock_error_ms","a\#
        ctor_id","actor_type","actor_org","system_id","correlation_id","secrecy","action","t\#
        arget_index","target_record_id","target_class","target_fields","previous_state","new\#
        _state","ground","ground_provision","order_ref","order_digest","requested_by","hold_\#
        ref","effective_time","backups_until","erased_count","retention_floor","retention_ce\#
        iling"]}},"deny":["algorithm_filing_cn","consent_cn","consent_ref_cn","content_produ\#
        cer","content_propagator","data_class_cn","genai_filing_cn","important_data_catalogu\#
        e_ref","legal_basis_cn","transfer_mechanism_cn","unlabelled_recipient_ref","attribut\#
        es"],"entitlement":[{"article":"LED Art. 25(3)","mark":"V"},{"article":"Ley Orgánic\#
        a 7/2021 Art. 33","mark":"V"},{"article":"LECrim Art. 588 bis g","mark":"V"},{"artic\#
        le":"LECrim Art. 588 ter f","mark":"V"},{"article":"LECrim Art. 588 ter i","mark":"V\#
        "}],"home":["ES","EU"],"id":"es-judicial-interception","labels":{"en":"Judicial inte\#
        rception: the authorising court","es":"Interceptación judicial: el órgano judicial a\#
        utorizante","zh-Hans":"司法监听：批准监听的法院"},"languages":["es"],"purposes":["criminal-proce\#
        edings","verify-lawfulness"],"retention":"RJUD","side":"EU","states":["active","rest\#
        ricted","blocked"],"suite":"sha256"},{"applies_from":"2022-05-05","applies_from_mark\#
        ":"U","classes":{"ai-decision":{"allow":["record_class","retention_class","record_id\#
        ","writer","writer_seq","event_time","timezone_offset","time_source","clock_error_ms\#
        ","activity","outcome","outcome_code","actor_id","actor_type","actor_role","system_i\#
        d","system_version","system_instance","access_country","storage_location","processin\#
        g_location","incident_ref","ai_system_id"]},"auditor-disclosure":{"allow":["record_c\#
        lass","retention_class","record_id","writer","writer_seq","event_time","timezone_off\#
        set","time_source","clock_error_ms","actor_id","actor_type","actor_org","system_id",\#
        "correlation_id","secrecy","auditor_id","profile","profile_digest","engagement_ref",\#
        "request_kind","target_indexes","target_record_ids","fields","disclosure_digests","d\#
        isclosure_count","deletion_due","deletion_attested","transfer_mechanism","transfer_r\#
        ef"]},"capture-state":{"allow":["record_class","retention_class","record_id","writer\#
        ","writer_seq","event_time","timezone_offset","time_source","clock_error_ms","actor_\#
        id","actor_type","actor_org","system_id","correlation_id","secrecy","capture_id","st\#
        ate","source","reason","heartbeat_seconds","last_seq","gap_from","gap_until","missin\#
        g_count","since","until","authorised_by"]},"clock-change":{"allow":["record_class","\#
        retention_class","record_id","writer","writer_seq","event_time","timezone_offset","t\#
        ime_source","clock_error_ms","actor_id","actor_type","actor_org","system_id","correl\#
        ation_id","secrecy","clock_id","change","source_before","source_after","offset_ms","\#
        error_before_ms","error_after_ms","reason","authorised_by"]},"data-access":{"allow":\#
        ["record_class","retention_class","record_id","writer","writer_seq","event_time","ti\#
        mezone_offset","time_source","clock_error_ms","activity","outcome","outcome_code","a\#
        ctor_id","actor_type","actor_role","system_id","system_version","system_instance","a\#
        ccess_country","storage_location","processing_location","incident_ref","resource_ref\#
        "]},"incident":{"allow":["record_class","retention_class","record_id","writer","writ\#
        er_seq","event_time","timezone_offset","time_source","clock_error_ms","actor_id","ac\#
        tor_type","actor_org","system_id","correlation_id","secrecy","incident_id","state","\#
        category","severity","detected_time","began_time","ended_time","freezes_erasure","af\#
        fected_classes","affected_indexes","affected_count","authority","notified_time","rep\#
        ort_ref"]},"retention-action":{"allow":["record_class","retention_class","record_id"\#
        ,"writer","writer_seq","event_time","timezone_offset","time_source","clock_error_ms"\#
        ,"actor_id","actor_type","actor_org","system_id","correlation_id","secrecy","action"\#
        ,"target_index","target_record_id","target_class","target_fields","previous_state","\#
        new_state","ground","ground_provision","order_ref","order_digest","requested_by","ho\#
        ld_ref","effective_time","backups_until","erased_count","retention_floor","retention\#
        _ceiling"]}},"deny":["algorithm_filing_cn","consent_cn","consent_ref_cn","content_pr\#
        oducer","content_propagator","data_class_cn","genai_filing_cn","important_data_catal\#
        ogue_ref","legal_basis_cn","transfer_mechanism_cn","unlabelled_recipient_ref","attri\#
        butes","purpose","data_subject_ref","affected_person_ref"],"entitlement":[{"article"\#
        :"ENS Annex II, op.exp.8","mark":"V"}],"home":["ES","EU"],"id":"es-ens","labels":{"e\#
        n":"National Security Framework: security audit","es":"Esquema Nacional de Seguridad\#
        : auditoría","zh-Hans":"西班牙国家安全框架：安全审计"},"languages":["es"],"purposes":["security-au\#
        dit","incident-investigation"],"retention":"R6M","side":"EU","states":["active"],"su\#
        ite":"sha256"},{"applies_from":"2021-11-01","applies_from_mark":"U","classes":{"ai-d\#
        ecision":{"allow":["record_class","retention_class","writer","consent_ref_cn","secre\#
        cy","record_id","event_time","timezone_offset","time_source","clock_error_ms","start\#
        _time","end_time","activity","outcome","outcome_code","actor_id","actor_type","actor\#
        _role","actor_org","actor_legal_capacity","on_behalf_of","correlation_id","causation\#
        _id","system_id","system_version","system_instance","access_country","storage_locati\#
        on","processing_location","purpose","legal_basis_cn","consent_cn","impact_assessment\#
        _ref","processing_contract_ref","retention_until","retention_ceiling","legal_hold","\#
        payload_state","incident_ref","writer_seq","notice_time","content_label_place","prov\#
        isions","ai_system_id","ai_system_version","algorithm_filing_cn","genai_filing_cn","\#
        provider_id","deployer_id","model_provider","model_requested","model_used","model_ve\#
        rsion","model_digest","agent_id","agent_version","ai_operation","intended_purpose","\#
        use_period_start","use_period_end","data_source_refs","tool_calls","decision_code","\#
        decision_role","legal_effect","confidence","threshold","oversight_mode","oversight_a\#
        ction","oversight_time","oversight_reason","explanation_ref","notice_given","opt_out\#
        _state","contest_ref","fairness_check_ref","content_label_explicit","content_label_i\#
        d","content_producer","content_propagator","unlabelled_recipient_ref"]},"auditor-dis\#
        closure":{"allow":["record_class","retention_class","record_id","writer","writer_seq\#
        ","event_time","timezone_offset","time_source","clock_error_ms","actor_id","actor_ty\#
        pe","actor_org","system_id","correlation_id","secrecy","auditor_id","profile","profi\#
        le_digest","engagement_ref","purpose","request_kind","target_indexes","target_record\#
        _ids","fields","disclosure_digests","disclosure_count","deletion_due","deletion_atte\#
        sted","transfer_mechanism","transfer_ref"]},"correction":{"allow":["record_class","r\#
        etention_class","record_id","writer","writer_seq","event_time","timezone_offset","ti\#
        me_source","clock_error_ms","actor_id","actor_type","actor_org","system_id","correla\#
        tion_id","secrecy","target_index","target_record_id","corrected_fields","replacement\#
        _index","replacement_record_id","reason","requested_by"]},"data-access":{"allow":["r\#
        ecord_class","retention_class","writer","consent_ref_cn","secrecy","record_id","even\#
        t_time","timezone_offset","time_source","clock_error_ms","start_time","end_time","ac\#
        tivity","outcome","outcome_code","actor_id","actor_type","actor_role","actor_org","a\#
        ctor_legal_capacity","on_behalf_of","correlation_id","causation_id","system_id","sys\#
        tem_version","system_instance","access_country","storage_location","processing_locat\#
        ion","purpose","legal_basis_cn","consent_cn","impact_assessment_ref","processing_con\#
        tract_ref","retention_until","retention_ceiling","legal_hold","payload_state","incid\#
        ent_ref","writer_seq","operation","authorisation_type","resource_ref","db_system","d\#
        b_operation","record_count","data_category","data_class_cn","important_data_catalogu\#
        e_ref","data_subject_category","data_subject_count","recipient_ref","recipient_categ\#
        ory","recipient_country","transfer_mechanism_cn","transfer_ref","minimisation_applie\#
        d","foreign_authority_request","foreign_authority_approval_ref"]},"incident":{"allow\#
        ":["record_class","retention_class","record_id","writer","writer_seq","event_time","\#
        timezone_offset","time_source","clock_error_ms","actor_id","actor_type","actor_org",\#
        "system_id","correlation_id","secrecy","incident_id","state","category","severity","\#
        detected_time","began_time","ended_time","freezes_erasure","affected_classes","affec\#
        ted_indexes","affected_count","authority","notified_time","report_ref"]},"retention-\#
        action":{"allow":["record_class","retention_class","record_id","writer","writer_seq"\#
        ,"event_time","timezone_offset","time_source","clock_error_ms","actor_id","actor_typ\#
        e","actor_org","system_id","correlation_id","secrecy","action","target_index","targe\#
        t_record_id","target_class","target_fields","previous_state","new_state","ground","g\#
        round_provision","order_ref","order_digest","requested_by","hold_ref","effective_tim\#
        e","backups_until","erased_count","retention_floor","retention_ceiling"]},"schema-ch\#
        ange":{"allow":["record_class","retention_class","record_id","writer","writer_seq","\#
        event_time","timezone_offset","time_source","clock_error_ms","actor_id","actor_type"\#
        ,"actor_org","system_id","correlation_id","secrecy","subject","name","previous_diges\#
        t","new_digest","effective_size","reason","authorised_by"]}},"deny":["ai_registratio\#
        n_eu","content_manifest_digest","data_class_eu","erasure_order_ref","justification",\#
        "justification_ref","legal_basis_eu","legal_basis_eu_special","match","reference_dat\#
        abase_ref","risk_class","seal_ref","serious_incident_ref","substantial_modification"\#
        ,"substantial_modification_ref","transfer_mechanism_eu","verifier_ids","attributes",\#
        "input_ref","output_ref","affected_person_ref"],"entitlement":[{"article":"PIPL Art\#
        . 54","mark":"V"},{"article":"NDSMR Art. 27","mark":"V"},{"article":"PI Compliance A\#
        udit Measures Arts. 3-5","mark":"V2"}],"home":["CN"],"id":"cn-pipl-audit","labels":{\#
        "en":"PIPL: compliance audit","es":"PIPL: auditoría de cumplimiento","zh-Hans":"个人信息\#
        保护合规审计"},"languages":["zh-Hans"],"purposes":["compliance-audit"],"retention":"R3Y","\#
        side":"CN","states":["active"],"suite":"sm3"},{"applies_from":"2019-12-01","applies_\#
        from_mark":"U","classes":{"ai-decision":{"allow":["record_class","retention_class","\#
        record_id","writer","writer_seq","event_time","timezone_offset","time_source","clock\#
        _error_ms","activity","outcome","outcome_code","actor_id","actor_type","actor_role",\#
        "system_id","system_version","system_instance","access_country","storage_location","\#
        processing_location","incident_ref","ai_system_id"]},"auditor-disclosure":{"allow":[\#
        "record_class","retention_class","record_id","writer","writer_seq","event_time","tim\#
        ezone_offset","time_source","clock_error_ms","actor_id","actor_type","actor_org","sy\#
        stem_id","correlation_id","secrecy","auditor_id","profile","profile_digest","engagem\#
        ent_ref","request_kind","target_indexes","target_record_ids","fields","disclosure_di\#
        gests","disclosure_count","deletion_due","deletion_attested","transfer_mechanism","t\#
        ransfer_ref"]},"capture-state":{"allow":["record_class","retention_class","record_id\#
        ","writer","writer_seq","event_time","timezone_offset","time_source","clock_error_ms\#
        ","actor_id","actor_type","actor_org","system_id","correlation_id","secrecy","captur\#
        e_id","state","source","reason","heartbeat_seconds","last_seq","gap_from","gap_until\#
        ","missing_count","since","until","authorised_by"]},"clock-change":{"allow":["record\#
        _class","retention_class","record_id","writer","writer_seq","event_time","timezone_o\#
        ffset","time_source","clock_error_ms","actor_id","actor_type","actor_org","system_id\#
        ","correlation_id","secrecy","clock_id","change","source_before","source_after","off\#
        set_ms","error_before_ms","error_after_ms","reason","authorised_by"]},"data-access":\#
        {"allow":["record_class","retention_class","record_id","writer","writer_seq","event_\#
        time","timezone_offset","time_source","clock_error_ms","activity","outcome","outcome\#
        _code","actor_id","actor_type","actor_role","system_id","system_version","system_ins\#
        tance","access_country","storage_location","processing_location","incident_ref","res\#
        ource_ref"]},"incident":{"allow":["record_class","retention_class","record_id","writ\#
        er","writer_seq","event_time","timezone_offset","time_source","clock_error_ms","acto\#
        r_id","actor_type","actor_org","system_id","correlation_id","secrecy","incident_id",\#
        "state","category","severity","detected_time","began_time","ended_time","freezes_era\#
        sure","affected_classes","affected_indexes","affected_count","authority","notified_t\#
        ime","report_ref"]},"retention-action":{"allow":["record_class","retention_class","r\#
        ecord_id","writer","writer_seq","event_time","timezone_offset","time_source","clock_\#
        error_ms","actor_id","actor_type","actor_org","system_id","correlation_id","secrecy"\#
        ,"action","target_index","target_record_id","target_class","target_fields","previous\#
        _state","new_state","ground","ground_provision","order_ref","order_digest","requeste\#
        d_by","hold_ref","effective_time","backups_until","erased_count","retention_floor","\#
        retention_ceiling"]}},"deny":["ai_registration_eu","content_manifest_digest","data_c\#
        lass_eu","erasure_order_ref","justification","justification_ref","legal_basis_eu","l\#
        egal_basis_eu_special","match","reference_database_ref","risk_class","seal_ref","ser\#
        ious_incident_ref","substantial_modification","substantial_modification_ref","transf\#
        er_mechanism_eu","verifier_ids","attributes","purpose","data_subject_ref","affected_\#
        person_ref"],"entitlement":[{"article":"CSL Art. 23","mark":"V"},{"article":"GB/T 22\#
        239-2019 8.1.4.3","mark":"V2"},{"article":"CCR Arts. 38, 41","mark":"V"}],"home":["C\#
        N"],"id":"cn-csl-mlps","labels":{"en":"CSL and MLPS: network security","es":"CSL y M\#
        LPS: seguridad de redes","zh-Hans":"网络安全法与等级保护"},"languages":["zh-Hans"],"purposes":\#
        ["security-inspection","mlps-assessment"],"retention":"R6M","side":"CN","states":["a\#
        ctive","restricted"],"suite":"sm3"},{"applies_from":"2022-03-01","applies_from_mark"\#
        :"U","classes":{"ai-decision":{"allow":["record_class","record_id","event_time","not\#
        ice_time","content_label_place","provisions","ai_system_id","ai_system_version","alg\#
        orithm_filing_cn","genai_filing_cn","provider_id","deployer_id","model_provider","mo\#
        del_requested","model_used","model_version","model_digest","agent_id","agent_version\#
        ","ai_operation","intended_purpose","use_period_start","use_period_end","data_source\#
        _refs","tool_calls","decision_code","decision_role","legal_effect","confidence","thr\#
        eshold","oversight_mode","oversight_action","oversight_time","oversight_reason","exp\#
        lanation_ref","notice_given","opt_out_state","contest_ref","fairness_check_ref","con\#
        tent_label_explicit","content_label_id","content_producer","content_propagator","unl\#
        abelled_recipient_ref"]},"correction":{"allow":["record_class","retention_class","re\#
        cord_id","writer","writer_seq","event_time","timezone_offset","time_source","clock_e\#
        rror_ms","actor_id","actor_type","actor_org","system_id","correlation_id","secrecy",\#
        "target_index","target_record_id","corrected_fields","replacement_index","replacemen\#
        t_record_id","reason","requested_by"]},"incident":{"allow":["record_class","retentio\#
        n_class","record_id","writer","writer_seq","event_time","timezone_offset","time_sour\#
        ce","clock_error_ms","actor_id","actor_type","actor_org","system_id","correlation_id\#
        ","secrecy","incident_id","state","category","severity","detected_time","began_time"\#
        ,"ended_time","freezes_erasure","affected_classes","affected_indexes","affected_coun\#
        t","authority","notified_time","report_ref"]},"schema-change":{"allow":["record_clas\#
        s","retention_class","record_id","writer","writer_seq","event_time","timezone_offset\#
        ","time_source","clock_error_ms","actor_id","actor_type","actor_org","system_id","co\#
        rrelation_id","secrecy","subject","name","previous_digest","new_digest","effective_s\#
        ize","reason","authorised_by"]}},"deny":["ai_registration_eu","content_manifest_dige\#
        st","data_class_eu","erasure_order_ref","justification","justification_ref","legal_b\#
        asis_eu","legal_basis_eu_special","match","reference_database_ref","risk_class","sea\#
        l_ref","serious_incident_ref","substantial_modification","substantial_modification_r\#
        ef","transfer_mechanism_eu","verifier_ids","attributes","input_ref","output_ref","af\#
        fected_person_ref"],"entitlement":[{"article":"Algorithm Recommendation Provisions A\#
        rt. 28","mark":"V"},{"article":"Generative AI Interim Measures Art. 17","mark":"V2"}\#
        ,{"article":"Generative AI Interim Measures Art. 19","mark":"U"},{"article":"Deep Sy\#
        nthesis Provisions Arts. 16-18","mark":"V2"},{"article":"AI Content Labelling Measur\#
        es","mark":"V2"}],"home":["CN"],"id":"cn-genai-algo","labels":{"en":"Algorithms an\#
        d generative AI: filing and inspection","es":"Algoritmos e IA generativa: registr\#
        o e inspección","zh-Hans":"算法推荐与生成式人工智能：备案与检查"},"languages":["zh-Hans"],"purposes":[\#
        "algorithm-inspection","filing"],"retention":"R6M","side":"CN","states":["active"],"\#
        suite":"sm3"},{"classes":{},"deny":["attributes"],"entitlement":[],"home":[],"id":"f\#
        oreign-witness","labels":{"en":"Foreign witness: public material only","es":"Testig\#
        o extranjero: solo material público","zh-Hans":"境外见证方：仅限公开材料"},"languages":["en","es\#
        ","zh-Hans"],"purposes":["witnessing"],"retention":"R6M","side":"ANY","states":[],"s\#
        uite":"both"}],"provisions":[{"answered_by":"record","applies_from":"2022-05-05","ap\#
        plies_from_mark":"U","article":"Annex II, op.exp.8.1","classes":["data-access"],"dut\#
        y":"audit-record-content","id":"es-ens-op-exp-8-1","law":"ens","mark":"V","needs":[{\#
        "fields":["actor_id","event_time","activity","resource_ref","outcome"]}],"side":"ES"\#
        ,"summary":"An audit record has at least who, when, on what information, what kind o\#
        f event and with what result."},{"answered_by":"record","applies_from":"2022-05-05",\#
        "applies_from_mark":"U","article":"Annex II, op.exp.8.1","classes":["ai-decision"],"\#
        duty":"audit-record-content","id":"es-ens-op-exp-8-1-ai","law":"ens","mark":"V","nee\#
        ds":[{"fields":["actor_id","event_time","activity","ai_system_id","outcome"]}],"side\#
        ":"ES","summary":"An audit record has at least who, when, on what information, wha\#
        t kind of event and with what result."},{"answered_by":"record","applies_from":"2018\#
        -05-06","applies_from_mark":"V","article":"Art. 25(1)","classes":["data-access"],"du\#
        ty":"audit-record-content","id":"eu-led-25-1","law":"led","mark":"V","needs":[{"fiel\#
        ds":["operation","event_time","justification","actor_id"]},{"fields":["recipient_ref\#
        "],"when":[{"field":"operation","is":["disclose","transfer"]}]}],"scope":[{"field":"\#
        data_class_eu","is":["law_enforcement"]}],"side":"EU","summary":"Logs of consultatio\#
        n and disclosure establish justification, date and time and, as far as possible, wh\#
        o consulted or disclosed and to whom."},{"answered_by":"record","applies_from":"2021\#
        -06-16","applies_from_mark":"U","article":"Art. 33(1)","classes":["data-access"],"du\#
        ty":"audit-record-content","id":"es-lo7-33-1","law":"lo7","mark":"V","needs":[{"fiel\#
        ds":["operation","event_time","justification","actor_id"]},{"fields":["recipient_ref\#
        "],"when":[{"field":"operation","is":["disclose","transfer"]}]}],"scope":[{"field":"\#
        data_class_eu","is":["law_enforcement"]}],"side":"ES","summary":"The operations log\#
        , with the content of the directive."},{"answered_by":"record","applies_from":"2019-\#
        12-01","applies_from_mark":"U","article":"8.1.4.3 b)","classes":["data-access"],"dut\#
        y":"audit-record-content","id":"cn-mlps-8-1-4-3-b","law":"mlps","mark":"V2","needs":\#
        [{"fields":["event_time","actor_id","activity","outcome","resource_ref"]}],"side":"C\#
        N","summary":"An audit record has date and time, user, kind of event, success or fai\#
        lure and other audit information."},{"answered_by":"record","applies_from":"2019-12-\#
        01","applies_from_mark":"U","article":"8.1.4.3 b)","classes":["ai-decision"],"duty":\#
        "audit-record-content","id":"cn-mlps-8-1-4-3-b-ai","law":"mlps","mark":"V2","needs":\#
        [{"fields":["event_time","actor_id","activity","outcome","ai_system_id"]}],"side":"C\#
        N","summary":"An audit record has date and time, user, kind of event, success or fai\#
        lure and other audit information."},{"answered_by":"record","applies_from":"2019-12-\#
        01","applies_from_mark":"U","article":"8.1.4.3 a)","classes":["data-access","ai-deci\#
        sion"],"duty":"audit-record-content","id":"cn-mlps-8-1-4-3-a","law":"mlps","mark":"V\#
        2","needs":[{"fields":["actor_type","actor_id"]}],"side":"CN","summary":"The audit c\#
        overs every user."},{"answered_by":"record","applies_from":"2027-12-02","applies_fro\#
        m_mark":"V","article":"Art. 12(1)","classes":["ai-decision"],"duty":"ai-traceability\#
        ","id":"eu-aia-12-1","law":"ai-act","mark":"V","needs":[{"fields":["record_id","ai_s\#
        ystem_id","ai_system_version","model_used","model_version","ai_operation","event_tim\#
        e","outcome"]}],"side":"EU","summary":"High-risk systems technically allow the autom\#
        atic recording of events over their lifetime."},{"answered_by":"record","applies_fro\#
        m":"2027-12-02","applies_from_mark":"V","article":"Art. 12(2)","classes":["ai-decisi\#
        on"],"duty":"ai-traceability","id":"eu-aia-12-2","law":"ai-act","mark":"V","needs":[\#
        {"fields":["risk_class","intended_purpose","model_requested","decision_code","use_pe\#
        riod_start","use_period_end"]}],"side":"EU","summary":"Logging enables the recordin\#
        g of events that matter for risks, substantial modification and monitoring. No lis\#
        t of fields is prescribed."},{"answered_by":"record","applies_from":"2027-12-02","ap\#
        plies_from_mark":"V","article":"Art. 26(5)","classes":["ai-decision"],"duty":"ai-tra\#
        ceability","id":"eu-aia-26-5","law":"ai-act","mark":"V","needs":[{"fields":["deploye\#
        r_id","provider_id","ai_system_id"]}],"side":"EU","summary":"The deployer monitors t\#
        he operation of the system."},{"answered_by":"record","applies_from":"2022-03-01","a\#
        pplies_from_mark":"U","article":"Art. 8","classes":["ai-decision"],"duty":"ai-tracea\#
        bility","id":"cn-alg-8","law":"alg","mark":"V","needs":[{"fields":["ai_system_id","a\#
        i_system_version","model_used","model_version"]}],"side":"CN","summary":"Models an\#
        d their results are reviewed regularly."},{"answered_by":"record","applies_from":"20\#
        22-03-01","applies_from_mark":"U","article":"Art. 28","classes":["ai-decision"],"dut\#
        y":"ai-traceability","id":"cn-alg-28","law":"alg","mark":"V","needs":[{"fields":["ev\#
        ent_time","ai_operation","outcome"]}],"side":"CN","summary":"Network logs are kept a\#
        s the law requires, and inspection is supported."},{"answered_by":"record","applies_\#
        from":"2026-01-01","applies_from_mark":"U","article":"Art. 23(3)","classes":["ai-dec\#
        ision"],"duty":"ai-traceability","id":"cn-csl-23-3-ai","law":"csl","mark":"V","needs\#
        ":[{"fields":["event_time","use_period_start","use_period_end","outcome"]}],"replace\#
        s":"cn-csl-21-3","side":"CN","summary":"Network operation and security events are mo\#
        nitored and recorded."},{"answered_by":"record","applies_from":"2022-03-01","applies\#
        _from_mark":"U","article":"Art. 24","classes":["ai-decision"],"duty":"ai-traceabilit\#
        y","id":"cn-alg-24","law":"alg","mark":"V","needs":[{"fields":["algorithm_filing_cn"\#
        ]}],"scope":[{"field":"algorithm_filing_cn","present":true}],"side":"CN","summary":"\#
        Algorithms with influence on the public are filed."},{"answered_by":"record","applie\#
        s_from":"2023-08-15","applies_from_mark":"U","article":"Art. 17","classes":["ai-deci\#
        sion"],"duty":"ai-traceability","id":"cn-genai-17","law":"genai","mark":"V2","needs"\#
        :[{"fields":["genai_filing_cn"]}],"scope":[{"field":"genai_filing_cn","present":true\#
        }],"side":"CN","summary":"Generative services with influence on the public are asses\#
        sed and filed."},{"answered_by":"record","applies_from":"2023-08-15","applies_from_m\#
        ark":"U","article":"Art. 11","classes":["ai-decision"],"duty":"ai-traceability","id"\#
        :"cn-genai-11","law":"genai","mark":"V2","needs":[{"fields":["input_ref","output_ref\#
        "]}],"scope":[{"field":"genai_filing_cn","present":true}],"side":"CN","summary":"Inp\#
        uts and usage records that identify a user are not kept unlawfully: the record has c\#
        ommitments, never contents."},{"answered_by":"record","applies_from":"2027-12-02","a\#
        pplies_from_mark":"V","article":"Art. 12(3)","classes":["ai-decision"],"duty":"biome\#
        tric-minimum","id":"eu-aia-12-3","law":"ai-act","mark":"V","needs":[{"fields":["use_\#
        period_start","use_period_end","reference_database_ref","verifier_ids"]},{"fields":[\#
        "input_ref"],"when":[{"field":"match","is":["true"]}]}],"scope":[{"contains":"aia-12\#
        -3","field":"provisions"}],"side":"EU","summary":"Remote biometric identification: s\#
        tart and end of each use, the reference database, the input data that matched, and w\#
        ho verified the result."},{"answered_by":"record","applies_from":"2027-12-02","appli\#
        es_from_mark":"V","article":"Art. 14(5)","classes":["ai-decision"],"duty":"biometric\#
        -minimum","id":"eu-aia-14-5","law":"ai-act","mark":"V","needs":[{"fields":["verifier\#
        _ids","oversight_mode"]}],"scope":[{"contains":"aia-12-3","field":"provisions"}],"si\#
        de":"EU","summary":"No action unless at least two competent persons verified separat\#
        ely; law may disapply this for law enforcement, migration, border control and asylum\#
        ."},{"answered_by":"record","applies_from":"2027-12-02","applies_from_mark":"V","art\#
        icle":"Art. 26(10)","classes":["data-access"],"duty":"judicial-authorisation","id":"\#
        eu-aia-26-10","law":"ai-act","mark":"V","needs":[{"fields":["authorisation_ref","aut\#
        horisation_issuer","authorisation_valid_from","authorisation_valid_until"]}],"scope"\#
        :[{"contains":"biometric","field":"data_category"},{"field":"data_class_eu","is":["l\#
        aw_enforcement"]}],"side":"EU","summary":"Post-remote biometric identification need\#
        s an authorisation before, or within 48 hours of, its use."},{"answered_by":"record"\#
        ,"applies_from":"2027-12-02","applies_from_mark":"V","article":"Art. 19(1)","classes\#
        ":["ai-decision"],"duty":"log-retention-floor","id":"eu-aia-19-1","law":"ai-act","ma\#
        rk":"V2","needs":[{"fields":["retention_until"]}],"side":"EU","summary":"The provide\#
        r keeps the logs at least six months, unless other law says otherwise."},{"answered_\#
        by":"record","applies_from":"2027-12-02","applies_from_mark":"V","article":"Art. 26(\#
        6)","classes":["ai-decision"],"duty":"log-retention-floor","id":"eu-aia-26-6","law":\#
        "ai-act","mark":"V","needs":[{"fields":["retention_until"]}],"side":"EU","summary":"\#
        The deployer keeps the logs at least six months, unless other law says otherwise."},\#
        {"answered_by":"record","applies_from":"2022-05-05","applies_from_mark":"U","article\#
        ":"Annex II, op.exp.8 R3","classes":["data-access","ai-decision"],"duty":"log-retent\#
        ion-floor","id":"es-ens-op-exp-8-r3","law":"ens","mark":"V","needs":[{"fields":["ret\#
        ention_until"]}],"side":"ES","summary":"The retention of audit records is documented\#
        ."},{"answered_by":"record","applies_from":"2026-01-01","applies_from_mark":"U","art\#
        icle":"Art. 23(3)","classes":["data-access","ai-decision"],"duty":"log-retention-flo\#
        or","id":"cn-csl-23-3","law":"csl","mark":"V","needs":[{"fields":["retention_until"]\#
        }],"replaces":"cn-csl-21-3","side":"CN","summary":"Network logs are kept at least si\#
        x months."},{"answered_by":"record","applies_from":"2017-06-01","applies_from_mark":\#
        "U","applies_until":"2025-12-31","article":"Art. 21(3)","classes":["data-access","ai\#
        -decision"],"duty":"log-retention-floor","id":"cn-csl-21-3","law":"csl-2016","mark":\#
        "V","needs":[{"fields":["retention_until"]}],"side":"CN","summary":"The same duty un\#
        der its old number."},{"answered_by":"record","applies_from":"2025-09-01","applies_f\#
        rom_mark":"V2","article":"Art. 9","classes":["ai-decision"],"duty":"log-retention-fl\#
        oor","id":"cn-labelling-9","law":"labelling","mark":"V2","needs":[{"fields":["unlabe\#
        lled_recipient_ref","retention_until"]}],"scope":[{"field":"unlabelled_recipient_ref\#
        ","present":true}],"side":"CN","summary":"Unlabelled output is provided on request o\#
        nly, with a record of the recipient kept at least six months."},{"answered_by":"reco\#
        rd","applies_from":"2021-11-01","applies_from_mark":"U","article":"Art. 56","classes\#
        ":["data-access","ai-decision"],"duty":"record-retention-3y","id":"cn-pipl-56","law"\#
        :"pipl","mark":"V","needs":[{"fields":["impact_assessment_ref","retention_until"]}],\#
        "scope":[{"field":"impact_assessment_ref","present":true}],"side":"CN","summary":"Th\#
        e report of the impact assessment and the record of the handling are kept at least t\#
        hree years."},{"answered_by":"record","applies_from":"2025-01-01","applies_from_mark\#
        ":"U","article":"Art. 12","classes":["data-access"],"duty":"record-retention-3y","id\#
        ":"cn-ndsmr-12","law":"ndsmr","mark":"V","needs":[{"fields":["recipient_ref","retent\#
        ion_until"]}],"scope":[{"field":"recipient_ref","present":true}],"side":"CN","summar\#
        y":"Records of providing or entrusting personal information or important data are ke\#
        pt at least three years."},{"answered_by":"record","applies_from":"2018-05-25","appl\#
        ies_from_mark":"U","article":"Art. 5(1)(e)","classes":["data-access","ai-decision"],\#
        "duty":"retention-ceiling","id":"eu-gdpr-5-1-e","law":"gdpr","mark":"V","needs":[{"f\#
        ields":["retention_ceiling"]}],"side":"EU","summary":"Data are kept identifiable n\#
        o longer than necessary. It binds the log itself, too."},{"answered_by":"record","ap\#
        plies_from":"2021-06-16","applies_from_mark":"U","article":"Art. 8","classes":["data\#
        -access"],"duty":"retention-ceiling","id":"es-lo7-8","law":"lo7","mark":"V","needs":\#
        [{"fields":["retention_ceiling"]}],"scope":[{"field":"data_class_eu","is":["law_enfo\#
        rcement"]}],"side":"ES","summary":"The need to keep data is reviewed every three yea\#
        rs at most; twenty years is the general maximum."},{"answered_by":"record","applies_\#
        from":"2015-12-06","applies_from_mark":"U","article":"Art. 588 bis k","classes":["da\#
        ta-access"],"duty":"retention-ceiling","id":"es-lecrim-588-bis-k","law":"lecrim","ma\#
        rk":"V","needs":[{"fields":["erasure_order_ref"]}],"scope":[{"field":"operation","is\#
        ":["erase"]},{"field":"authorisation_type","is":["court_order"]}],"side":"ES","summa\#
        ry":"After a final decision the originals are erased; copies are destroyed five year\#
        s after the sentence is served, or earlier on listed grounds."},{"answered_by":"reco\#
        rd","applies_from":"2021-11-01","applies_from_mark":"U","article":"Art. 19","classes\#
        ":["data-access","ai-decision"],"duty":"retention-ceiling","id":"cn-pipl-19","law":"\#
        pipl","mark":"V","needs":[{"fields":["retention_ceiling"]}],"side":"CN","summary":"T\#
        he shortest retention that the purpose needs."},{"answered_by":"record","applies_fro\#
        m":"2018-10-26","applies_from_mark":"U","article":"Art. 152","classes":["data-access\#
        "],"duty":"retention-ceiling","id":"cn-cpl-152","law":"cpl","mark":"V","needs":[{"fi\#
        elds":["erasure_order_ref"]}],"scope":[{"field":"operation","is":["erase"]},{"field"\#
        :"data_class_eu","is":["law_enforcement"]}],"side":"CN","summary":"Material of techn\#
        ical investigation that is unrelated to the case is destroyed promptly."},{"answered\#
        _by":"archive","applies_from":"2027-12-02","applies_from_mark":"V","article":"Art. 1\#
        8(1)","classes":[],"duty":"documentation-retention","id":"eu-aia-18-1","law":"ai-act\#
        ","mark":"V2","side":"EU","summary":"Technical documentation is kept ten years afte\#
        r placing on the market. It is no log."},{"answered_by":"archive","applies_from":"20\#
        05-04-01","applies_from_mark":"U","article":"Art. 24","classes":[],"duty":"documenta\#
        tion-retention","id":"cn-esl-24","law":"esl","mark":"V","side":"CN","summary":"A cer\#
        tification authority keeps its information five years after a certificate expires."}\#
        ,{"answered_by":"record","applies_from":"2018-05-25","applies_from_mark":"U","articl\#
        e":"Art. 5(1)(b)","classes":["data-access","ai-decision"],"duty":"purpose-limitation\#
        ","id":"eu-gdpr-5-1-b","law":"gdpr","mark":"U","needs":[{"fields":["purpose"]}],"sid\#
        e":"EU","summary":"Purposes are specified, and processing stays compatible with them\#
        ."},{"answered_by":"record","applies_from":"2018-05-06","applies_from_mark":"V","art\#
        icle":"Art. 25(2)","classes":["data-access"],"duty":"purpose-limitation","id":"eu-le\#
        d-25-2","law":"led","mark":"V","needs":[{"fields":["purpose","justification"]}],"sco\#
        pe":[{"field":"data_class_eu","is":["law_enforcement"]}],"side":"EU","summary":"Log\#
        s are used only to verify lawfulness, for self-monitoring, integrity and security, a\#
        nd in criminal proceedings."},{"answered_by":"record","applies_from":"2021-06-16","a\#
        pplies_from_mark":"U","article":"Art. 33(2)","classes":["data-access"],"duty":"purpo\#
        se-limitation","id":"es-lo7-33-2","law":"lo7","mark":"V","needs":[{"fields":["purpos\#
        e","justification"]}],"scope":[{"field":"data_class_eu","is":["law_enforcement"]}],"\#
        side":"ES","summary":"The same limitation of the use of logs."},{"answered_by":"reco\#
        rd","applies_from":"2021-11-01","applies_from_mark":"U","article":"Art. 6","classes"\#
        :["data-access","ai-decision"],"duty":"purpose-limitation","id":"cn-pipl-6","law":"p\#
        ipl","mark":"U","needs":[{"fields":["purpose"]}],"side":"CN","summary":"A clear an\#
        d reasonable purpose, and handling directly related to it."},{"answered_by":"record"\#
        ,"applies_from":"2018-05-25","applies_from_mark":"U","article":"Art. 6(1)","classes"\#
        :["data-access"],"duty":"legal-basis","id":"eu-gdpr-6-1","law":"gdpr","mark":"V","ne\#
        eds":[{"fields":["legal_basis_eu"]}],"scope":[{"field":"data_class_eu","is":["person\#
        al","special","criminal_offence"]}],"side":"EU","summary":"One recorded basis for ea\#
        ch processing."},{"answered_by":"record","applies_from":"2018-05-25","applies_from_m\#
        ark":"U","article":"Art. 9(2)","classes":["data-access"],"duty":"legal-basis","id":"\#
        eu-gdpr-9-2","law":"gdpr","mark":"V","needs":[{"fields":["legal_basis_eu_special"]}]\#
        ,"scope":[{"field":"data_class_eu","is":["special"]}],"side":"EU","summary":"Specia\#
        l categories need a condition."},{"answered_by":"record","applies_from":"2021-06-16"\#
        ,"applies_from_mark":"U","article":"Art. 11","classes":["data-access"],"duty":"legal\#
        -basis","id":"es-lo7-11","law":"lo7","mark":"U","needs":[{"fields":["legal_basis_eu"\#
        ]}],"scope":[{"field":"data_class_eu","is":["law_enforcement"]}],"side":"ES","summar\#
        y":"Processing is necessary for the purposes of the law and based on it."},{"answere\#
        d_by":"record","applies_from":"2021-11-01","applies_from_mark":"U","article":"Art. 1\#
        3","classes":["data-access"],"duty":"legal-basis","id":"cn-pipl-13","law":"pipl","ma\#
        rk":"V","needs":[{"fields":["legal_basis_cn"]}],"scope":[{"field":"data_class_cn","i\#
        s":["personal","sensitive_personal"]}],"side":"CN","summary":"Seven bases; legitimat\#
        e interests is none of them."},{"answered_by":"record","applies_from":"2021-11-01","\#
        applies_from_mark":"U","article":"Art. 29","classes":["data-access"],"duty":"legal-b\#
        asis","id":"cn-pipl-29","law":"pipl","mark":"V","needs":[{"fields":["consent_cn"]}],\#
        "scope":[{"field":"data_class_cn","is":["sensitive_personal"]},{"field":"legal_basis\#
        _cn","is":["13-1"]}],"side":"CN","summary":"Sensitive personal information needs sep\#
        arate consent where consent is the basis."},{"answered_by":"record","applies_from":"\#
        2015-12-06","applies_from_mark":"U","article":"Art. 588 bis c.3","classes":["data-ac\#
        cess"],"duty":"judicial-authorisation","id":"es-lecrim-588-bis-c","law":"lecrim","ma\#
        rk":"V","needs":[{"fields":["authorisation_ref","authorisation_issuer","authorisatio\#
        n_valid_from","authorisation_valid_until","authorisation_scope"]}],"scope":[{"field"\#
        :"authorisation_type","is":["court_order"]}],"side":"ES","summary":"The authorisin\#
        g order states offence, persons, extent, unit, duration, reports, purpose and who i\#
        s obliged."},{"answered_by":"record","applies_from":"2018-10-26","applies_from_mark"\#
        :"U","article":"Art. 150","classes":["data-access"],"duty":"judicial-authorisation",\#
        "id":"cn-cpl-150","law":"cpl","mark":"V","needs":[{"fields":["authorisation_ref","au\#
        thorisation_issuer","authorisation_valid_from","authorisation_valid_until"]}],"scope\#
        ":[{"field":"data_class_eu","is":["law_enforcement"]}],"side":"CN","summary":"Techni\#
        cal investigation needs strict approval, for three months, renewable."},{"answered_b\#
        y":"record","applies_from":"2021-09-01","applies_from_mark":"U","article":"Art. 35",\#
        "classes":["data-access"],"duty":"judicial-authorisation","id":"cn-dsl-35","law":"ds\#
        l","mark":"V","needs":[{"fields":["authorisation_ref","authorisation_issuer"]}],"sco\#
        pe":[{"field":"data_class_eu","is":["law_enforcement"]}],"side":"CN","summary":"Publ\#
        ic and state security organs take data under strict approval only."},{"answered_by":\#
        "record","applies_from":"2015-12-06","applies_from_mark":"U","article":"Art. 588 te\#
        r f","classes":["data-access"],"duty":"recording-authenticity","id":"es-lecrim-588-t\#
        er-f","law":"lecrim","mark":"V","needs":[{"fields":["resource_digest","seal_ref"]}],\#
        "scope":[{"field":"authorisation_type","is":["court_order"]},{"field":"operation","i\#
        s":["export","disclose"]}],"side":"ES","summary":"What was dumped is authentic and u\#
        naltered by an advanced seal or signature or a sufficiently reliable attestation."},\#
        {"answered_by":"log","applies_from":"2024-05-20","applies_from_mark":"U","article":"\#
        Art. 45k(1)","classes":[],"duty":"recording-authenticity","id":"eu-eidas-45k-1","law\#
        ":"eidas","mark":"V","side":"EU","summary":"An electronic ledger is not denied lega\#
        l effect or admissibility solely for being electronic or not qualified. This log i\#
        s not qualified."},{"answered_by":"unmet","applies_from":"2024-05-20","applies_from_\#
        mark":"U","article":"Art. 45l(1)","classes":[],"duty":"recording-authenticity","id":\#
        "eu-eidas-45l-1","law":"eidas","mark":"V","side":"EU","summary":"A qualified ledge\#
        r is managed by qualified providers, shows origin and order, and makes any change de\#
        tectable. This log claims no such status."},{"answered_by":"unmet","applies_from":"2\#
        026-01-06","applies_from_mark":"V","article":"Annex, REQ-7.5-03","classes":[],"duty"\#
        :"recording-authenticity","id":"eu-qel-7-5-03","law":"qel-ir","mark":"V","side":"EU"\#
        ,"summary":"Qualified ledgers: origin by advanced signatures or seals on qualified c\#
        ertificates made by the users. This log claims no such status."},{"answered_by":"log\#
        ","applies_from":"2026-01-06","applies_from_mark":"V","article":"Annex, REQ-7.5-04",\#
        "classes":[],"duty":"recording-authenticity","id":"eu-qel-7-5-04","law":"qel-ir","ma\#
        rk":"V","side":"EU","summary":"Qualified ledgers: order by hash lists or trees wit\#
        h SHA-256 or SHA3-256 or larger. The log has such a tree; it claims no qualified sta\#
        tus."},{"answered_by":"record","applies_from":"2005-04-01","applies_from_mark":"U","\#
        article":"Art. 5","classes":["data-access"],"duty":"recording-authenticity","id":"cn\#
        -esl-5","law":"esl","mark":"V","needs":[{"fields":["resource_digest"]}],"scope":[{"f\#
        ield":"seal_ref","present":true}],"side":"CN","summary":"A data message counts as or\#
        iginal if its integrity from its final form on is assured."},{"answered_by":"log","a\#
        pplies_from":"2005-04-01","applies_from_mark":"U","article":"Art. 13","classes":[],"\#
        duty":"recording-authenticity","id":"cn-esl-13","law":"esl","mark":"V","side":"CN","\#
        summary":"A reliable electronic signature: exclusive, under sole control, changes de\#
        tectable; no algorithm is named."},{"answered_by":"log","applies_from":"2021-08-01",\#
        "applies_from_mark":"U","article":"Art. 16","classes":[],"duty":"recording-authentic\#
        ity","id":"cn-olr-16","law":"olr","mark":"V","side":"CN","summary":"Chained data tha\#
        t verify may be found untampered after they were recorded; rebuttable."},{"answered_\#
        by":"record","applies_from":"2021-08-01","applies_from_mark":"U","article":"Art. 18"\#
        ,"classes":["data-access","ai-decision"],"duty":"recording-authenticity","id":"cn-ol\#
        r-18","law":"olr","mark":"V","needs":[{"fields":["record_id","system_id","system_ins\#
        tance","time_source"]}],"side":"CN","summary":"Authenticity before recording is show\#
        n by whoever recorded."},{"answered_by":"record","applies_from":"2027-12-02","applie\#
        s_from_mark":"V","article":"Art. 14(4)(d)-(e)","classes":["ai-decision"],"duty":"hum\#
        an-oversight","id":"eu-aia-14-4","law":"ai-act","mark":"V","needs":[{"fields":["over\#
        sight_mode"]},{"fields":["oversight_action","oversight_time"],"when":[{"field":"over\#
        sight_mode","is":["in_loop","two_person"]}]}],"side":"EU","summary":"Overseers can d\#
        isregard, override or reverse an output, and stop the system."},{"answered_by":"reco\#
        rd","applies_from":"2027-12-02","applies_from_mark":"V","article":"Art. 26(2)","clas\#
        ses":["ai-decision"],"duty":"human-oversight","id":"eu-aia-26-2","law":"ai-act","mar\#
        k":"U","needs":[{"fields":["oversight_mode","actor_role"]}],"side":"EU","summary":"D\#
        eployers assign oversight to competent persons."},{"answered_by":"record","applies_f\#
        rom":"2021-11-01","applies_from_mark":"U","article":"Art. 24(3)","classes":["ai-deci\#
        sion"],"duty":"human-oversight","id":"cn-pipl-24-3","law":"pipl","mark":"V","needs":\#
        [{"fields":["oversight_mode","legal_effect","decision_role"]}],"side":"CN","summary"\#
        :"A decision with major influence: explanation, and refusal of decisions that are so\#
        lely automated."},{"answered_by":"record","applies_from":"2027-12-02","applies_from_\#
        mark":"V","article":"Art. 86","classes":["ai-decision"],"duty":"explanation","id":"e\#
        u-aia-86","law":"ai-act","mark":"V2","needs":[{"fields":["decision_role","decision_c\#
        ode","explanation_ref"]}],"scope":[{"field":"legal_effect","is":["similar","legal"]}\#
        ],"side":"EU","summary":"The person affected obtains from the deployer an explanatio\#
        n of the role of the system and the main elements of the decision."},{"answered_by":\#
        "record","applies_from":"2018-05-25","applies_from_mark":"U","article":"Art. 15(1)(h\#
        )","classes":["ai-decision"],"duty":"explanation","id":"eu-gdpr-15-1-h","law":"gdpr"\#
        ,"mark":"V","needs":[{"fields":["explanation_ref","decision_role"]}],"scope":[{"fiel\#
        d":"legal_effect","is":["similar","legal"]}],"side":"EU","summary":"Meaningful infor\#
        mation about automated decisions."},{"answered_by":"record","applies_from":"2018-05-\#
        25","applies_from_mark":"U","article":"Art. 22","classes":["ai-decision"],"duty":"ex\#
        planation","id":"eu-gdpr-22","law":"gdpr","mark":"V","needs":[{"fields":["decision_r\#
        ole","legal_effect","oversight_mode"]}],"scope":[{"field":"legal_effect","is":["simi\#
        lar","legal"]}],"side":"EU","summary":"No solely automated decision with legal or si\#
        milar effect, save exceptions with human intervention."},{"answered_by":"record","ap\#
        plies_from":"2021-11-01","applies_from_mark":"U","article":"Art. 24(3)","classes":["\#
        ai-decision"],"duty":"explanation","id":"cn-pipl-24-3-explanation","law":"pipl","mar\#
        k":"V","needs":[{"fields":["explanation_ref","decision_role"]}],"scope":[{"field":"l\#
        egal_effect","is":["similar","legal"]}],"side":"CN","summary":"The individual may as\#
        k for an explanation."},{"answered_by":"record","applies_from":"2022-03-01","applies\#
        _from_mark":"U","article":"Art. 17","classes":["ai-decision"],"duty":"explanation","\#
        id":"cn-alg-17","law":"alg","mark":"V","needs":[{"fields":["opt_out_state"]}],"scope\#
        ":[{"field":"algorithm_filing_cn","present":true}],"side":"CN","summary":"Users ge\#
        t an option not based on their characteristics, and explanations."},{"answered_by":"\#
        record","applies_from":"2027-12-02","applies_from_mark":"V","article":"Art. 10(2)(f)\#
        ","classes":["ai-decision"],"duty":"non-discrimination","id":"eu-aia-10-2-f","law":"\#
        ai-act","mark":"U","needs":[{"fields":["fairness_check_ref"]}],"scope":[{"field":"fa\#
        irness_check_ref","present":true}],"side":"EU","summary":"Examination of possible bi\#
        ases in data."},{"answered_by":"record","applies_from":"2021-11-01","applies_from_ma\#
        rk":"U","article":"Art. 24(1)","classes":["ai-decision"],"duty":"non-discrimination"\#
        ,"id":"cn-pipl-24-1","law":"pipl","mark":"V","needs":[{"fields":["fairness_check_ref\#
        "]}],"scope":[{"field":"fairness_check_ref","present":true}],"side":"CN","summary":"\#
        Automated decisions are transparent and fair; no unreasonable differential treatment\#
        ."},{"answered_by":"record","applies_from":"2026-08-02","applies_from_mark":"V","art\#
        icle":"Art. 50","classes":["ai-decision"],"duty":"transparency","id":"eu-aia-50","la\#
        w":"ai-act","mark":"V","needs":[{"fields":["notice_given"]},{"fields":["content_labe\#
        l_explicit","content_label_id"],"when":[{"field":"content_label_id","present":true}]\#
        }],"side":"EU","summary":"People are told that they interact with AI; synthetic cont\#
        ent is marked in a machine-readable way."},{"answered_by":"record","applies_from":"2\#
        027-12-02","applies_from_mark":"V","article":"Art. 26(11)","classes":["ai-decision"]\#
        ,"duty":"transparency","id":"eu-aia-26-11","law":"ai-act","mark":"V","needs":[{"fiel\#
        ds":["notice_given"]}],"side":"EU","summary":"Deployers of listed high-risk system\#
        s inform the persons concerned."},{"answered_by":"record","applies_from":"2018-05-25\#
        ","applies_from_mark":"U","article":"Arts. 13-14","classes":["ai-decision"],"duty":"\#
        transparency","id":"eu-gdpr-13-14","law":"gdpr","mark":"U","needs":[{"fields":["noti\#
        ce_given"]}],"side":"EU","summary":"Information to the data subject."},{"answered_by\#
        ":"record","applies_from":"2021-11-01","applies_from_mark":"U","article":"Art. 17","\#
        classes":["ai-decision"],"duty":"transparency","id":"cn-pipl-17","law":"pipl","mark"\#
        :"V","needs":[{"fields":["notice_given"]}],"side":"CN","summary":"Notice before hand\#
        ling."},{"answered_by":"record","applies_from":"2022-03-01","applies_from_mark":"U",\#
        "article":"Art. 16","classes":["ai-decision"],"duty":"transparency","id":"cn-alg-16"\#
        ,"law":"alg","mark":"V","needs":[{"fields":["notice_given"]}],"scope":[{"field":"alg\#
        orithm_filing_cn","present":true}],"side":"CN","summary":"Users are told of the algo\#
        rithmic service."},{"answered_by":"record","applies_from":"2025-09-01","applies_from\#
        _mark":"V2","article":"Arts. 4-5","classes":["ai-decision"],"duty":"transparency","i\#
        d":"cn-labelling-4","law":"labelling","mark":"V2","needs":[{"fields":["content_label\#
        _explicit","content_label_id","content_producer"]}],"scope":[{"field":"content_label\#
        _id","present":true}],"side":"CN","summary":"Explicit and implicit labels of generat\#
        ed content."},{"answered_by":"record","applies_from":"2018-05-25","applies_from_mark\#
        ":"U","article":"Arts. 9-10","classes":["data-access"],"duty":"data-classification",\#
        "id":"eu-gdpr-9-10","law":"gdpr","mark":"V","needs":[{"fields":["data_class_eu","dat\#
        a_category"]}],"note":"Art. 10 was not opened: for it the mark is U.","side":"EU","s\#
        ummary":"Special categories and data about offences are recognised as such."},{"answ\#
        ered_by":"record","applies_from":"2021-06-16","applies_from_mark":"U","article":"Art\#
        . 13","classes":["data-access"],"duty":"data-classification","id":"es-lo7-13","law":\#
        "lo7","mark":"U","needs":[{"fields":["data_class_eu","legal_basis_eu_special"]}],"sc\#
        ope":[{"field":"data_class_eu","is":["law_enforcement"]},{"field":"legal_basis_eu_sp\#
        ecial","present":true}],"side":"ES","summary":"Special categories in law enforcement\#
        ."},{"answered_by":"record","applies_from":"2021-06-16","applies_from_mark":"U","art\#
        icle":"Art. 9","classes":["data-access"],"duty":"data-classification","id":"es-lo7-9\#
        ","law":"lo7","mark":"V","needs":[{"fields":["data_subject_category"]}],"scope":[{"f\#
        ield":"data_class_eu","is":["law_enforcement"]}],"side":"ES","summary":"Suspects, co\#
        nvicted persons, victims and third parties are distinguished."},{"answered_by":"reco\#
        rd","applies_from":"2021-09-01","applies_from_mark":"U","article":"Art. 21","classes\#
        ":["data-access"],"duty":"data-classification","id":"cn-dsl-21","law":"dsl","mark":"\#
        V","needs":[{"fields":["data_class_cn"]},{"fields":["important_data_catalogue_ref"],\#
        "when":[{"field":"data_class_cn","is":["important"]}]}],"side":"CN","summary":"Class\#
        ified and graded protection; catalogues of important data; core data more strictly."\#
        },{"answered_by":"record","applies_from":"2021-11-01","applies_from_mark":"U","artic\#
        le":"Art. 28","classes":["data-access"],"duty":"data-classification","id":"cn-pipl-2\#
        8","law":"pipl","mark":"V","needs":[{"fields":["data_class_cn","data_category"]}],"s\#
        ide":"CN","summary":"Sensitive personal information is recognised as such."},{"answe\#
        red_by":"record","applies_from":"2025-01-01","applies_from_mark":"U","article":"Art\#
        . 29","classes":["data-access"],"duty":"data-classification","id":"cn-ndsmr-29","law\#
        ":"ndsmr","mark":"V","needs":[{"fields":["data_class_cn","important_data_catalogue_r\#
        ef"]}],"scope":[{"field":"data_class_cn","is":["important"]}],"side":"CN","summary":\#
        "Important data are identified and declared."},{"answered_by":"record","applies_from\#
        ":"2018-05-25","applies_from_mark":"U","article":"Art. 30(1)(e)","classes":["data-ac\#
        cess"],"duty":"cross-border-transfer","id":"eu-gdpr-30-1-e","law":"gdpr","mark":"V",\#
        "needs":[{"fields":["recipient_country","transfer_mechanism_eu"]}],"scope":[{"field"\#
        :"operation","is":["transfer","export"]}],"side":"EU","summary":"The record of proce\#
        ssing names transfers with their safeguards."},{"answered_by":"record","applies_from\#
        ":"2018-05-25","applies_from_mark":"U","article":"Art. 49(6)","classes":["data-acces\#
        s"],"duty":"cross-border-transfer","id":"eu-gdpr-49-6","law":"gdpr","mark":"V","need\#
        s":[{"fields":["transfer_ref"]}],"scope":[{"field":"operation","is":["transfer","exp\#
        ort"]}],"side":"EU","summary":"The assessment behind a derogation is documented."},{\#
        "answered_by":"record","applies_from":"2018-05-06","applies_from_mark":"V","article"\#
        :"Art. 37(3)","classes":["data-access"],"duty":"cross-border-transfer","id":"eu-led-\#
        37-3","law":"led","mark":"V","needs":[{"fields":["event_time","recipient_ref","justi\#
        fication","resource_ref","transfer_ref"]}],"scope":[{"field":"data_class_eu","is":["\#
        law_enforcement"]},{"field":"operation","is":["transfer","export"]}],"side":"EU","su\#
        mmary":"Each transfer based on safeguards is documented: date and time, receiving au\#
        thority, justification, data."},{"answered_by":"record","applies_from":"2021-11-01",\#
        "applies_from_mark":"U","article":"Art. 38","classes":["data-access"],"duty":"cross-\#
        border-transfer","id":"cn-pipl-38","law":"pipl","mark":"V","needs":[{"fields":["tran\#
        sfer_mechanism_cn","recipient_country"]}],"scope":[{"field":"operation","is":["trans\#
        fer","export"]}],"side":"CN","summary":"Export needs security assessment, certificat\#
        ion, a standard contract or another condition of law."},{"answered_by":"record","app\#
        lies_from":"2021-11-01","applies_from_mark":"U","article":"Art. 39","classes":["data\#
        -access"],"duty":"cross-border-transfer","id":"cn-pipl-39","law":"pipl","mark":"V","\#
        needs":[{"fields":["recipient_ref"]},{"fields":["consent_cn"],"when":[{"field":"lega\#
        l_basis_cn","is":["13-1"]}]}],"scope":[{"field":"operation","is":["transfer","export\#
        "]}],"side":"CN","summary":"Notice of the recipient abroad and separate consent."},{\#
        "answered_by":"record","applies_from":"2025-01-01","applies_from_mark":"U","article"\#
        :"Arts. 35-38","classes":["data-access"],"duty":"cross-border-transfer","id":"cn-nds\#
        mr-38","law":"ndsmr","mark":"V","needs":[{"fields":["transfer_ref"]}],"scope":[{"fie\#
        ld":"operation","is":["transfer","export"]}],"side":"CN","summary":"Conditions of ex\#
        port; not beyond the scope assessed."},{"answered_by":"record","applies_from":"2018-\#
        05-25","applies_from_mark":"U","article":"Art. 48","classes":["data-access"],"duty":\#
        "foreign-authority-request","id":"eu-gdpr-48","law":"gdpr","mark":"V","needs":[{"fie\#
        lds":["foreign_authority_request","authorisation_ref"]}],"scope":[{"field":"foreign_\#
        authority_request","present":true}],"side":"EU","summary":"Judgments and decisions o\#
        f third countries are enforceable only under an international agreement."},{"answere\#
        d_by":"record","applies_from":"2025-09-12","applies_from_mark":"U","article":"Art. 3\#
        2","classes":["data-access"],"duty":"foreign-authority-request","id":"eu-data-act-32\#
        ","law":"data-act","mark":"V","needs":[{"fields":["foreign_authority_request","autho\#
        risation_ref"]}],"scope":[{"field":"foreign_authority_request","present":true}],"sid\#
        e":"EU","summary":"Third-country access to non-personal data held in the EU that con\#
        flicts with its law is prevented."},{"answered_by":"record","applies_from":"2018-05-\#
        06","applies_from_mark":"V","article":"Art. 35","classes":["data-access"],"duty":"fo\#
        reign-authority-request","id":"eu-led-35","law":"led","mark":"V","needs":[{"fields":\#
        ["foreign_authority_request","authorisation_ref"]}],"scope":[{"field":"data_class_eu\#
        ","is":["law_enforcement"]},{"field":"foreign_authority_request","present":true}],"s\#
        ide":"EU","summary":"Transfers only to competent authorities of third countries, und\#
        er conditions."},{"answered_by":"record","applies_from":"2021-09-01","applies_from_m\#
        ark":"U","article":"Art. 36","classes":["data-access"],"duty":"foreign-authority-req\#
        uest","id":"cn-dsl-36","law":"dsl","mark":"V","needs":[{"fields":["foreign_authority\#
        _request","authorisation_ref"]}],"scope":[{"field":"foreign_authority_request","pres\#
        ent":true}],"side":"CN","summary":"No data stored in China to foreign judicial or la\#
        w-enforcement bodies without approval."},{"answered_by":"record","applies_from":"202\#
        1-11-01","applies_from_mark":"U","article":"Art. 41","classes":["data-access"],"duty\#
        ":"foreign-authority-request","id":"cn-pipl-41","law":"pipl","mark":"V","needs":[{"f\#
        ields":["foreign_authority_request","authorisation_ref"]}],"scope":[{"field":"foreig\#
        n_authority_request","present":true}],"side":"CN","summary":"No personal informatio\#
        n stored in China to foreign judicial or law-enforcement bodies without approval."},\#
        {"answered_by":"record","applies_from":"2018-10-26","applies_from_mark":"U","article\#
        ":"Art. 4(3)","classes":["data-access"],"duty":"foreign-authority-request","id":"cn-\#
        icja-4","law":"icja","mark":"V","needs":[{"fields":["foreign_authority_request","aut\#
        horisation_ref"]}],"scope":[{"field":"foreign_authority_request","present":true}],"s\#
        ide":"CN","summary":"No evidence or assistance to a foreign country in criminal matt\#
        ers without approval."},{"answered_by":"record","applies_from":"2018-05-25","applies\#
        _from_mark":"U","article":"Art. 17","classes":["data-access","ai-decision"],"duty":"\#
        erasure","id":"eu-gdpr-17","law":"gdpr","mark":"V","needs":[{"fields":["payload_stat\#
        e","legal_hold"]}],"side":"EU","summary":"Erasure without undue delay, with exceptio\#
        ns for legal obligations and legal claims."},{"answered_by":"record","applies_from":\#
        "2018-12-07","applies_from_mark":"U","article":"Art. 32","classes":["data-access","a\#
        i-decision"],"duty":"erasure","id":"es-lopdgdd-32","law":"lopdgdd","mark":"V","needs\#
        ":[{"fields":["payload_state"]}],"side":"ES","summary":"What is rectified or erase\#
        d is blocked first, open to judges and authorities only, and destroyed when liabilit\#
        y has expired."},{"answered_by":"record","applies_from":"2021-11-01","applies_from_m\#
        ark":"U","article":"Art. 47","classes":["data-access","ai-decision"],"duty":"erasure\#
        ","id":"cn-pipl-47","law":"pipl","mark":"V","needs":[{"fields":["payload_state"]}],"\#
        side":"CN","summary":"Deletion; where it is technically hard, nothing but storage an\#
        d protection."},{"answered_by":"record","applies_from":"2025-01-01","applies_from_ma\#
        rk":"U","article":"Art. 24","classes":["data-access","ai-decision"],"duty":"erasure"\#
        ,"id":"cn-ndsmr-24","law":"ndsmr","mark":"V","needs":[{"fields":["payload_state"]}],\#
        "side":"CN","summary":"The same rule for network data."},{"answered_by":"record","ap\#
        plies_from":"2018-05-25","applies_from_mark":"U","article":"Art. 15(1)(c)","classes"\#
        :["data-access"],"duty":"data-subject-access","id":"eu-gdpr-15-1-c","law":"gdpr","ma\#
        rk":"V","needs":[{"fields":["recipient_ref","recipient_category"]},{"fields":["data_\#
        subject_ref"],"when":[{"field":"data_subject_ref","present":true}]}],"scope":[{"fiel\#
        d":"operation","is":["disclose","transfer"]}],"side":"EU","summary":"The data subjec\#
        t may learn who received the data."},{"answered_by":"record","applies_from":"2015-12\#
        -06","applies_from_mark":"U","article":"Art. 588 ter i","classes":["data-access"],"d\#
        uty":"data-subject-access","id":"es-lecrim-588-ter-i","law":"lecrim","mark":"V","nee\#
        ds":[{"fields":["data_subject_ref"]}],"scope":[{"field":"authorisation_type","is":["\#
        court_order"]}],"side":"ES","summary":"Intercepted persons are notified, unless impo\#
        ssible, disproportionate or harmful."},{"answered_by":"record","applies_from":"2021-\#
        11-01","applies_from_mark":"U","article":"Arts. 44-45","classes":["data-access"],"du\#
        ty":"data-subject-access","id":"cn-pipl-44-45","law":"pipl","mark":"U","needs":[{"fi\#
        elds":["recipient_ref"]}],"scope":[{"field":"operation","is":["disclose","transfer"]\#
        }],"side":"CN","summary":"Individuals may know, consult and copy."},{"answered_by":"\#
        log","applies_from":"2018-05-25","applies_from_mark":"U","article":"Art. 58","classe\#
        s":[],"duty":"audit-by-authority","id":"eu-gdpr-58","law":"gdpr","mark":"U","side":"\#
        EU","summary":"Powers of the supervisory authority."},{"answered_by":"log","applies_\#
        from":"2018-05-06","applies_from_mark":"V","article":"Art. 25(3)","classes":[],"duty\#
        ":"audit-by-authority","id":"eu-led-25-3","law":"led","mark":"V","side":"EU","summar\#
        y":"Logs are available to the supervisory authority on request, and to no one else b\#
        y right."},{"answered_by":"log","applies_from":"2027-12-02","applies_from_mark":"V",\#
        "article":"Art. 74(12)","classes":[],"duty":"audit-by-authority","id":"eu-aia-74-12"\#
        ,"law":"ai-act","mark":"V","side":"EU","summary":"Market surveillance authorities ge\#
        t access to documentation and data sets."},{"answered_by":"log","applies_from":"2027\#
        -12-02","applies_from_mark":"V","article":"Art. 75a","classes":[],"duty":"audit-by-a\#
        uthority","id":"eu-aia-75a","law":"ai-act","mark":"V","side":"EU","summary":"The A\#
        I Office may order retention and appoint auditors."},{"answered_by":"log","applies_f\#
        rom":"2021-11-01","applies_from_mark":"U","article":"Art. 54","classes":[],"duty":"a\#
        udit-by-authority","id":"cn-pipl-54","law":"pipl","mark":"V","side":"CN","summary":"\#
        Periodic compliance audits."},{"answered_by":"log","applies_from":"2025-05-01","appl\#
        ies_from_mark":"V2","article":"Arts. 3-5","classes":[],"duty":"audit-by-authority","\#
        id":"cn-pi-audit-3","law":"pi-audit","mark":"V2","side":"CN","summary":"How often, a\#
        nd by whom."},{"answered_by":"log","applies_from":"2022-03-01","applies_from_mark":"\#
        U","article":"Art. 28","classes":[],"duty":"audit-by-authority","id":"cn-alg-28-insp\#
        ection","law":"alg","mark":"V","side":"CN","summary":"Inspection by the authoritie\#
        s is supported."},{"answered_by":"record","applies_from":"2018-05-25","applies_from_\#
        mark":"U","article":"Art. 28(3)(h)","classes":["data-access","ai-decision"],"duty":"\#
        entrusted-processing","id":"eu-gdpr-28-3","law":"gdpr","mark":"V","needs":[{"fields"\#
        :["processing_contract_ref","on_behalf_of"]}],"scope":[{"field":"actor_legal_capacit\#
        y","is":["processor","entrusted_party"]}],"side":"EU","summary":"A processor acts o\#
        n documented instructions and allows audits."},{"answered_by":"record","applies_from\#
        ":"2018-05-06","applies_from_mark":"V","article":"Art. 22","classes":["data-access"]\#
        ,"duty":"entrusted-processing","id":"eu-led-22","law":"led","mark":"U","needs":[{"fi\#
        elds":["processing_contract_ref"]}],"scope":[{"field":"actor_legal_capacity","is":["\#
        processor","entrusted_party"]},{"field":"data_class_eu","is":["law_enforcement"]}],"\#
        side":"EU","summary":"Processors in law enforcement."},{"answered_by":"record","appl\#
        ies_from":"2021-11-01","applies_from_mark":"U","article":"Art. 21","classes":["data-\#
        access","ai-decision"],"duty":"entrusted-processing","id":"cn-pipl-21","law":"pipl",\#
        "mark":"V","needs":[{"fields":["processing_contract_ref","on_behalf_of"]}],"scope":[\#
        {"field":"actor_legal_capacity","is":["processor","entrusted_party"]}],"side":"CN","\#
        summary":"Entrustment by contract, with supervision."},{"answered_by":"record","appl\#
        ies_from":"2018-05-25","applies_from_mark":"U","article":"Art. 35","classes":["data-\#
        access"],"duty":"impact-assessment","id":"eu-gdpr-35","law":"gdpr","mark":"V","needs\#
        ":[{"fields":["impact_assessment_ref"]}],"scope":[{"field":"data_class_eu","is":["sp\#
        ecial","criminal_offence"]}],"side":"EU","summary":"A data protection impact assessm\#
        ent for high risk."},{"answered_by":"record","applies_from":"2018-05-06","applies_fr\#
        om_mark":"V","article":"Art. 27","classes":["data-access"],"duty":"impact-assessment\#
        ","id":"eu-led-27","law":"led","mark":"U","needs":[{"fields":["impact_assessment_ref\#
        "]}],"scope":[{"field":"data_class_eu","is":["law_enforcement"]}],"side":"EU","summa\#
        ry":"The same in law enforcement."},{"answered_by":"record","applies_from":"2027-12-\#
        02","applies_from_mark":"V","article":"Art. 27","classes":["ai-decision"],"duty":"im\#
        pact-assessment","id":"eu-aia-27","law":"ai-act","mark":"U","needs":[{"fields":["imp\#
        act_assessment_ref"]}],"scope":[{"field":"legal_effect","is":["similar","legal"]}],"\#
        side":"EU","summary":"Fundamental rights impact assessment of certain deployers."},{\#
        "answered_by":"record","applies_from":"2021-11-01","applies_from_mark":"U","article"\#
        :"Art. 55","classes":["data-access"],"duty":"impact-assessment","id":"cn-pipl-55","l\#
        aw":"pipl","mark":"V","needs":[{"fields":["impact_assessment_ref"]}],"scope":[{"fiel\#
        d":"data_class_cn","is":["sensitive_personal"]}],"side":"CN","summary":"An impact as\#
        sessment and a record of the handling of sensitive information, automated decisions\#
        , entrustment, provision and export."},{"answered_by":"record","applies_from":"2021-\#
        11-01","applies_from_mark":"U","article":"Art. 55","classes":["ai-decision"],"duty":\#
        "impact-assessment","id":"cn-pipl-55-ai","law":"pipl","mark":"V","needs":[{"fields":\#
        ["impact_assessment_ref"]}],"side":"CN","summary":"The same for automated decisions.\#
        "},{"answered_by":"record","applies_from":"2018-05-25","applies_from_mark":"U","arti\#
        cle":"Art. 33","classes":["data-access","ai-decision"],"duty":"incident","id":"eu-gd\#
        pr-33","law":"gdpr","mark":"V","needs":[{"fields":["incident_ref"]}],"scope":[{"fiel\#
        d":"incident_ref","present":true}],"side":"EU","summary":"Breach to the authority wi\#
        thin 72 hours; every breach is documented."},{"answered_by":"record","applies_from":\#
        "2027-12-02","applies_from_mark":"V","article":"Art. 73","classes":["ai-decision"],"\#
        duty":"incident","id":"eu-aia-73","law":"ai-act","mark":"V","needs":[{"fields":["ser\#
        ious_incident_ref","incident_ref"]}],"scope":[{"field":"serious_incident_ref","prese\#
        nt":true}],"side":"EU","summary":"Serious incidents within 15, 10 or 2 days; nothin\#
        g is altered in a way that affects the later evaluation of causes."},{"answered_by":\#
        "record","applies_from":"2024-10-18","applies_from_mark":"U","article":"Art. 23","cl\#
        asses":["data-access","ai-decision"],"duty":"incident","id":"eu-nis2-23","law":"nis2\#
        ","mark":"U","needs":[{"fields":["incident_ref"]}],"scope":[{"field":"incident_ref",\#
        "present":true}],"side":"EU","summary":"24 hours, 72 hours, one month."},{"answered_\#
        by":"record","applies_from":"2021-11-01","applies_from_mark":"U","article":"Art. 57"\#
        ,"classes":["data-access","ai-decision"],"duty":"incident","id":"cn-pipl-57","law":"\#
        pipl","mark":"V","needs":[{"fields":["incident_ref"]}],"scope":[{"field":"incident_r\#
        ef","present":true}],"side":"CN","summary":"Authority and individuals are notified."\#
        },{"answered_by":"record","applies_from":"2021-09-01","applies_from_mark":"U","artic\#
        le":"Art. 29","classes":["data-access","ai-decision"],"duty":"incident","id":"cn-dsl\#
        -29","law":"dsl","mark":"V","needs":[{"fields":["incident_ref"]}],"scope":[{"field":\#
        "incident_ref","present":true}],"side":"CN","summary":"Risks are monitored, incident\#
        s handled, users and authorities told."},{"answered_by":"record","applies_from":"202\#
        5-11-01","applies_from_mark":"V2","article":"Whole","classes":["data-access","ai-dec\#
        ision"],"duty":"incident","id":"cn-incident-reporting","law":"cn-incident","mark":"V\#
        2","needs":[{"fields":["incident_ref"]}],"scope":[{"field":"incident_ref","present":\#
        true}],"side":"CN","summary":"Four levels; the shortest limit is one hour."},{"answe\#
        red_by":"log","applies_from":"2022-05-05","applies_from_mark":"U","article":"Annex I\#
        I, op.exp.8 R4","classes":[],"duty":"log-protection","id":"es-ens-op-exp-8-r4","law"\#
        :"ens","mark":"V","side":"ES","summary":"Access to and deletion of audit records b\#
        y authorised staff only."},{"answered_by":"log","applies_from":"2024-11-07","applies\#
        _from_mark":"U","article":"Annex, 3.2.5","classes":[],"duty":"log-protection","id":"\#
        eu-nis2-ir-3-2-5","law":"nis2-ir","mark":"V","side":"EU","summary":"Logs are kept fo\#
        r a predefined period, backed up and protected from unauthorised change."},{"answere\#
        d_by":"log","applies_from":"2019-12-01","applies_from_mark":"U","article":"8.1.4.3 c\#
        )-d)","classes":[],"duty":"log-protection","id":"cn-mlps-8-1-4-3-c","law":"mlps","ma\#
        rk":"V2","side":"CN","summary":"Records and the audit process are protected agains\#
        t deletion, change and overwriting."},{"answered_by":"log","applies_from":"2021-10-0\#
        1","applies_from_mark":"U","article":"Integrity of log records","classes":[],"duty":\#
        "log-protection","id":"cn-gbt-39786-log","law":"gbt-39786","mark":"V2","side":"CN","\#
        summary":"Cryptographic integrity of log records with approved algorithms. Which lev\#
        el asks for what is unverified."},{"answered_by":"record","applies_from":"2022-05-05\#
        ","applies_from_mark":"U","article":"Annex II, op.exp.8 R2","classes":["data-access"\#
        ,"ai-decision"],"duty":"time","id":"es-ens-op-exp-8-r2","law":"ens","mark":"V","need\#
        s":[{"fields":["time_source","clock_error_ms"]}],"side":"ES","summary":"A clock refe\#
        rence with authenticated synchronisation; a change of the clock is an administrativ\#
        e act."},{"answered_by":"record","applies_from":"2024-11-07","applies_from_mark":"U"\#
        ,"article":"Annex, 3.2.6","classes":["data-access","ai-decision"],"duty":"time","id"\#
        :"eu-nis2-ir-3-2-6","law":"nis2-ir","mark":"V","needs":[{"fields":["time_source"]}],\#
        "side":"EU","summary":"Synchronised sources of time."},{"answered_by":"record","appl\#
        ies_from":"2005-04-01","applies_from_mark":"U","article":"Art. 6(3)","classes":["dat\#
        a-access","ai-decision"],"duty":"time","id":"cn-esl-6-3","law":"esl","mark":"V","nee\#
        ds":[{"fields":["event_time","timezone_offset"]}],"side":"CN","summary":"Kept data m\#
        essages show when they were made, sent and received."},{"answered_by":"log","applies\#
        _from":"2024-11-07","applies_from_mark":"U","article":"Annex, 3.2.3","classes":[],"d\#
        uty":"capture-control","id":"eu-nis2-ir-3-2-3","law":"nis2-ir","mark":"V","side":"EU\#
        ","summary":"Logs include the activation, stopping and pausing of logs."},{"answered\#
        _by":"log","applies_from":"2019-12-01","applies_from_mark":"U","article":"8.1.4.3 d)\#
        ","classes":[],"duty":"capture-control","id":"cn-mlps-8-1-4-3-d","law":"mlps","mark"\#
        :"V2","side":"CN","summary":"The audit process is protected against unauthorised int\#
        erruption."},{"answered_by":"log","applies_from":"2024-05-20","applies_from_mark":"U\#
        ","article":"Art. 14","classes":[],"duty":"foreign-trust-services","id":"eu-eidas-14\#
        ","law":"eidas","mark":"U","side":"EU","summary":"Trust services of third countrie\#
        s are recognised under agreements."},{"answered_by":"log","applies_from":"2005-04-01\#
        ","applies_from_mark":"U","article":"Art. 26","classes":[],"duty":"foreign-trust-ser\#
        vices","id":"cn-esl-26","law":"esl","mark":"V","side":"CN","summary":"Foreign certif\#
        icates are equal to Chinese ones only after approval under agreement or reciprocity.\#
        "},{"answered_by":"record","applies_from":"2018-05-25","applies_from_mark":"U","arti\#
        cle":"Art. 6(1)","classes":["ai-decision"],"duty":"legal-basis","id":"eu-gdpr-6-1-ai\#
        ","law":"gdpr","mark":"V","needs":[{"fields":["legal_basis_eu"]}],"scope":[{"field":\#
        "affected_person_ref","present":true}],"side":"EU","summary":"One recorded basis fo\#
        r each processing."},{"answered_by":"record","applies_from":"2021-11-01","applies_fr\#
        om_mark":"U","article":"Art. 13","classes":["ai-decision"],"duty":"legal-basis","id"\#
        :"cn-pipl-13-ai","law":"pipl","mark":"V","needs":[{"fields":["legal_basis_cn"]}],"sc\#
        ope":[{"field":"affected_person_ref","present":true}],"side":"CN","summary":"Seven b\#
        ases; legitimate interests is none of them."}],"retention":[{"floor":{"months":6,"yi\#
        elds_in":["EU"]},"id":"R6M","labels":{"en":"Six months","es":"Seis meses","zh-Hans":\#
        "六个月"},"sides":["CN","EU"],"sources":[{"article":"AI Act Art. 19(1)","mark":"V2"},{"\#
        article":"AI Act Art. 26(6)","mark":"V"},{"article":"CSL Art. 23(3)","mark":"V"},{"a\#
        rticle":"AI Content Labelling Measures Art. 9","mark":"V2"}]},{"floor":{"months":36}\#
        ,"id":"R3Y","labels":{"en":"Three years","es":"Tres años","zh-Hans":"三年"},"sides":["\#
        CN"],"sources":[{"article":"PIPL Art. 56","mark":"V"},{"article":"NDSMR Art. 12","ma\#
        rk":"V"}]},{"ceiling":{"months":240},"floor":{"by":"policy"},"id":"RLED","labels":{"\#
        en":"Law enforcement: review every three years","es":"Ámbito penal: revisión cada tr\#
        es años","zh-Hans":"执法：每三年审查"},"review":{"months":36},"sides":["EU"],"sources":[{"ar\#
        ticle":"Ley Orgánica 7/2021 Art. 8","mark":"V"}]},{"ceiling":{"by":"order"},"floor":\#
        {"by":"final-decision"},"id":"RJUD","labels":{"en":"Judicial: until the final decisi\#
        on","es":"Judicial: hasta la resolución firme","zh-Hans":"司法：至终局裁判"},"order":{"for":\#
        ["erase","erase-fields"]},"sides":["EU"],"sources":[{"article":"LECrim Art. 588 bi\#
        s k","mark":"V"}]},{"block_first":true,"floor":{"by":"limitation"},"id":"RBLOCK","la\#
        bels":{"en":"Blocked until liability expires, then destroyed","es":"Bloqueo hasta l\#
        a prescripción y destrucción","zh-Hans":"封存至责任时效届满后销毁"},"sides":["EU"],"sources":[{"\#
        article":"LOPDGDD Art. 32","mark":"V"}]},{"floor":{"months":120},"id":"RDOC","labels\#
        ":{"en":"Documentation: ten years, outside the log","es":"Documentación: diez años\#
        , fuera del registro","zh-Hans":"技术文档：十年，不在日志内"},"sides":["EU"],"sources":[{"article\#
        ":"AI Act Art. 18(1)","mark":"V2"}]}],"v":1}
        """#
    ]
}
